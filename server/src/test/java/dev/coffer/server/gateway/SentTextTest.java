package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentTextTest {
  /** Who followed a link on a page behind a presigned URL sends that URL. */
  @ParameterizedTest
  @CsvSource({
    "https://h/b/k?X-Amz-Expires=9&X-Amz-Security-Token=t&X-Amz-Signature=s,"
        + " https://h/b/k?X-Amz-Expires=9&X-Amz-Security-Token=REDACTED&X-Amz-Signature=REDACTED",
    "https://h/b/k?x-amz-%73ignature=s#top, https://h/b/k?x-amz-%73ignature=REDACTED",
    "/b/k?AWSAccessKeyId=a&Signature=s&Expires=9,"
        + " /b/k?AWSAccessKeyId=a&Signature=REDACTED&Expires=9",
    "https://h/page?q=Signature, https://h/page?q=Signature",
    "https://h/page, https://h/page",
    "no address, no address"
  })
  void aReferringAddressIsShownWithoutItsSecrets(String sent, String shown) {
    Headers headers = Headers.of("Host", "localhost", "Referer", sent);
    var request = new Request("GET", "/b/k", null, headers, Body.empty(), Request.Peer.LOCAL);
    assertThat(SentText.line(request).referer()).isEqualTo(shown);
  }
}
