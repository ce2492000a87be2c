package dev.coffer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @CsvSource({
    "http://s3.test,            PATH,         b,       http://s3.test/b",
    "http://s3.test:80/,        PATH,         b,       http://s3.test/b",
    "https://s3.test:443,       PATH,         b,       https://s3.test/b",
    "HTTP://127.0.0.1:9000,     PATH,         b,       http://127.0.0.1:9000/b",
    "http://[::1]:9000,         PATH,         b,       http://[::1]:9000/b",
    "http://s3.test:9000,       VIRTUAL_HOST, bucket,  http://bucket.s3.test:9000/",
    "http://s3.test,            VIRTUAL_HOST, a.b.c,   http://a.b.c.s3.test/",
    "https://s3.test,           VIRTUAL_HOST, bucket,  https://bucket.s3.test/",
    "https://s3.test,           VIRTUAL_HOST, a.b.c,   https://s3.test/a.b.c",
    "http://127.0.0.1:9000,     VIRTUAL_HOST, bucket,  http://127.0.0.1:9000/bucket",
    "http://[::1]:9000,         VIRTUAL_HOST, bucket,  http://[::1]:9000/bucket",
    "http://s3.test,            VIRTUAL_HOST, Bucket,  http://s3.test/Bucket",
    "http://s3.test,            VIRTUAL_HOST, a..b,    http://s3.test/a..b",
    "http://s3.test,            VIRTUAL_HOST, evil.test/x, http://s3.test/evil.test%2Fx",
    "http://s3.test,            VIRTUAL_HOST, evil.test#x, http://s3.test/evil.test%23x",
  })
  void bucketsAreAddressed(URI uri, Addressing addressing, String bucket, String expected) {
    assertThat(new Endpoint(uri, addressing).target(bucket).uri("encryption"))
        .hasToString(expected + "?encryption");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b,        /a%2Fb",
    "a/../b,     /a%2F..%2Fb",
    "..,         /%2E%2E",
    "'.',        /%2E",
    "a?acl,      /a%3Facl",
    "a b,        /a%20b",
    "a+b,        /a%2Bb",
    "%2F,        /%252F",
    "größe,      /gr%C3%B6%C3%9Fe",
    "\uD83D\uDDC4, /%F0%9F%97%84",
    "a#b,        /a%23b",
    "//evil,     /%2F%2Fevil",
  })
  void anAwkwardNameStaysOneSegment(String bucket, String path) {
    var endpoint = new Endpoint(URI.create("http://s3.test"), Addressing.PATH);
    assertThat(endpoint.target(bucket).rawPath()).isEqualTo(path);
    assertThat(endpoint.target(bucket).uri("encryption").getRawPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://s3.test",
        "s3.test:9000",
        "http://s3.test/prefix",
        "http://user@s3.test",
        "http://s3.test?x",
        "http://s3.test#x",
        "http:///b",
        "http://under_score",
      })
  void whatIsNotAnAddressIsRefused(URI uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(uri, Addressing.PATH));
  }
}
