package dev.coffer.wire.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  private static final Domains DOMAINS = new Domains(List.of("localhost", "s3.example.org"));

  @ParameterizedTest
  @CsvSource(
      value = {
        "/b/k|k",
        "/b//k|/k",
        "/b///|//",
        "/b/a//b|a//b",
        "/b/../x|../x",
        "/b/./x|./x",
        "/b/.|.",
        "/b/a/..|a/..",
        "/b/k/|k/",
        "/b/a+b|a+b",
        "/b/a%2Bb|a+b",
        "/b/a%20b|a b",
        "/b/a%2Fb|a/b",
        "/b/%2F|/",
        "/b/%252F|%2F",
        "/b/%2e%2E|..",
        "/b/%C3%A9|\u00e9",
        "/b/\u00e9|\u00e9",
        "/b/%F0%9F%94%91|\uD83D\uDD11",
        "/b/a%3Fb|a?b",
        "/b/a&b=c;d|a&b=c;d",
        "/b/a%0Ab%0D|'a\nb\r'",
      },
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false)
  void keysAreDecodedOnceAndKeptAsTheyAre(String path, String key) {
    assertThat(of(path, "localhost:9000")).isEqualTo(new Address("b", key));
    assertThat(of(path.substring(2), "b.localhost:9000")).isEqualTo(new Address("b", key));
  }

  @Test
  void aZeroByteIsPartOfTheKey() {
    assertThat(of("/b/a%00b", "localhost").key()).isEqualTo("a\u0000b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/b/%", "/b/%4", "/b/%zz", "/b/%C3", "/b/%C0%80", "/b/%ED%A0%80", "b/k", "*"})
  void brokenCodingIsRefused(String path) {
    assertRefused(() -> of(path, "localhost"), S3Error.InvalidURI);
  }

  @Test
  void halfACharacterIsRefused() {
    assertRefused(() -> of("/b/\uD83D", "localhost"), S3Error.InvalidURI);
  }

  @Test
  void keysAreAtMost1024Bytes() {
    assertThat(of("/b/" + "k".repeat(1024), "localhost").key()).hasSize(1024);
    assertThat(of("/b/" + "%C3%A9".repeat(512), "localhost").key()).hasSize(512);
    assertThatThrownBy(() -> of("/b/" + "%C3%A9".repeat(512) + "k", "localhost"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.KeyTooLongError);
              assertThat(e.elements())
                  .containsEntry("Size", "1025")
                  .containsEntry("MaxSizeAllowed", "1024");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,/,,",
    "localhost,/b,b,",
    "localhost,/b/,b,",
    "localhost,/b.c/k,b.c,k",
    "localhost,/b%2Fc/k,b/c,k",
    "LOCALHOST:80,/b/k,b,k",
    "b.localhost,/,b,",
    "B.LocalHost:80,/k,b,k",
    "a.b.c.localhost,/k,a.b.c,k",
    "127.0.0.1:9000,/b/k,b,k",
    "[::1]:9000,/b/k,b,k",
    "[::1],/b/k,b,k",
    "other.org,/b/k,b,k",
    "notlocalhost,/b/k,b,k",
    ".localhost,/b/k,b,k",
    "s3.example.org,/b/k,b,k",
    "b.s3.example.org,/k,b,k",
    "s3.amazonaws.com,/b/k,b,k",
    "b.s3.amazonaws.com,/k,b,k",
    "s3.eu-west-1.amazonaws.com,/b/k,b,k",
    "b.s3.eu-west-1.amazonaws.com,/k,b,k",
    "a.b.s3.eu-west-1.amazonaws.com,/k,a.b,k",
    "b.s3-eu-west-1.amazonaws.com,/k,b,k",
    "b.s3.dualstack.us-gov-west-1.amazonaws.com,/k,b,k",
    "b.s3-fips.us-east-1.amazonaws.com,/k,b,k",
    "b.s3.cn-north-1.amazonaws.com.cn,/k,b,k",
    "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com,/k,b--use1-az4--x-s3,k",
    "s3express-control.us-east-1.amazonaws.com,/b,b,",
    "kms.us-east-1.amazonaws.com,/b/k,b,k",
  })
  void hostsAndPaths(String host, String path, String bucket, String key) {
    assertThat(of(path, host)).isEqualTo(new Address(bucket, key));
  }

  @Test
  void theLongestDomainWins() {
    var domains = new Domains(List.of("example.org", "s3.example.org"));
    assertThat(domains.bucket("b.s3.example.org")).contains("b");
    assertThat(domains.bucket("s3.example.org")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "a-b", "a.b.c", "0ab", "a1b2c3", "1.2.3.a"})
  void goodNames(String name) {
    assertThat(BucketName.requireNew(name)).isEqualTo(name);
    assertThat(BucketName.require(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "Abc",
        "a_b",
        "-ab",
        "ab-",
        ".ab",
        "ab.",
        "a..b",
        "a.-b",
        "a-.b",
        "192.168.5.4",
        "xn--abc",
        "sthree-abc",
        "amzn-s3-demo-abc",
        "abc-s3alias",
        "abc--ol-s3",
        "abc.mrap",
        "abc--x-s3",
        "abc--table-s3",
        "a b",
        "\u00e9\u00e9\u00e9"
      })
  void badNamesOfNewBuckets(String name) {
    assertThatThrownBy(() -> BucketName.requireNew(name))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.error()).isEqualTo(S3Error.InvalidBucketName);
              assertThat(e.elements()).containsEntry("BucketName", name);
            });
  }

  @Test
  void namesHave3To63Characters() {
    assertThat(BucketName.requireNew("a".repeat(63))).hasSize(63);
    assertRefused(() -> BucketName.requireNew("a".repeat(64)), S3Error.InvalidBucketName);
  }

  @Test
  void olderBucketsMayHaveOtherNames() {
    assertThat(BucketName.require("Old_Bucket")).isEqualTo("Old_Bucket");
    assertThat(BucketName.require("a".repeat(255))).hasSize(255);
    for (String name : List.of("", "ab", "a/b", "a b", "\u00e9\u00e9\u00e9", "a".repeat(256))) {
      assertRefused(() -> BucketName.require(name), S3Error.InvalidBucketName);
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, S3Error error) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static Address of(String path, String host) {
    return Address.of(
        new Request("GET", path, null, Headers.of("host", host), Body.empty(), Request.Peer.LOCAL),
        DOMAINS);
  }
}
