package dev.coffer.wire.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Directory.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of directory buckets, and Amazon's hosts for them. */
final class DirectoryHostTest {
  @ParameterizedTest
  @CsvSource({
    "logs--usw2-az1--x-s3, usw2-az1",
    "a--use1-az4--x-s3, use1-az4",
    "a-b--c--use1-az4--x-s3, use1-az4",
    "0--usw2-lax1-az1--x-s3, usw2-lax1-az1",
  })
  void namesSayTheirZone(String name, String zone) {
    assertThat(DirectoryBucketName.is(name)).isTrue();
    assertThat(DirectoryBucketName.find(name)).contains(new DirectoryBucketName(name, zone));
    assertThat(DirectoryBucketName.requireNew(name).zone()).isEqualTo(zone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--x-s3",
        "logs--x-s3",
        "--use1-az4--x-s3",
        "-logs--use1-az4--x-s3",
        "Logs--use1-az4--x-s3",
        "lo.gs--use1-az4--x-s3",
        "lo_gs--use1-az4--x-s3",
        "logs--use1az4--x-s3",
        "xn--logs--use1-az4--x-s3",
        "sthree-logs--use1-az4--x-s3",
        "sthree-configurator--use1-az4--x-s3",
        "amzn-s3-demo-logs--use1-az4--x-s3",
        "a2345678901234567890123456789012345678901234567--use1-az4--x-s3-no",
        "a2345678901234567890123456789012345678901234567890--use1-az4--x-s3",
        "logs--use1-az4--x-s3 ",
        "logs--use1-az4--x-s4",
        "logs--use1-az4-x-s3",
      })
  void namesThatAreAlmostRight(String name) {
    assertThat(DirectoryBucketName.find(name)).isEmpty();
  }

  @Test
  void namesHave63CharactersAtMost() {
    String end = "--use1-az4--x-s3";
    assertThat(DirectoryBucketName.find("a".repeat(63 - end.length()) + end)).isPresent();
    assertThat(DirectoryBucketName.find("a".repeat(64 - end.length()) + end)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "s3express-control.us-east-1.amazonaws.com,",
    "S3Express-Control.us-east-1.amazonaws.com:443,",
    "s3express-control-fips.us-east-1.amazonaws.com,",
    "s3express-control.dualstack.us-west-2.amazonaws.com,",
    "s3express-control-fips.dualstack.us-west-2.amazonaws.com,",
    "s3express-control.cn-north-1.amazonaws.com.cn,",
    "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com, use1-az4",
    "b--use1-az4--x-s3.s3express-fips-use1-az4.us-east-1.amazonaws.com, use1-az4",
    "b--use1-az4--x-s3.s3express-use1-az4.dualstack.us-east-1.amazonaws.com:9000, use1-az4",
    "s3express-use1-az4.us-east-1.amazonaws.com, use1-az4",
  })
  void amazonsHosts(String host, String zone) {
    Endpoint endpoint = zone == null ? Endpoint.REGIONAL : Endpoint.ZONAL;
    assertThat(DirectoryHost.find(host)).contains(new DirectoryHost(endpoint, zone));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "b--use1-az4--x-s3.localhost",
        "s3.us-east-1.amazonaws.com",
        "b--use1-az4--x-s3.s3.us-east-1.amazonaws.com",
        "s3express.us-east-1.amazonaws.com",
        "s3express-control.us-east-1.example.com",
        "s3express-control.us-east-1.amazonaws.com.example.com",
        "xs3express-control.us-east-1.amazonaws.com",
      })
  void otherHosts(String host) {
    assertThat(DirectoryHost.find(host)).isEmpty();
  }
}
