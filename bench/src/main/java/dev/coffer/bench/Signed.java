package dev.coffer.bench;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.sigv4.ContentHash;
import dev.coffer.wire.sigv4.SecretAccessKey;
import dev.coffer.wire.sigv4.Signer;
import java.time.Instant;

/** The headers of a signed request. */
final class Signed {
  private Signed() {}

  static Headers headers(Endpoint endpoint, Ask ask) {
    Headers.Builder headers = Headers.builder().add("Host", endpoint.authority());
    ask.headers().forEach(headers::add);
    String[] target = ask.target().split("\\?", 2);
    var request =
        new Request(
            ask.method(),
            target[0],
            target.length == 2 ? target[1] : null,
            headers.build(),
            Body.empty(),
            Request.Peer.LOCAL);
    var signer =
        new Signer(
            endpoint.accessKeyId(),
            SecretAccessKey.of(endpoint.secretAccessKey()),
            "us-east-1",
            null);
    ContentHash hash =
        endpoint.signsPayload()
            ? new ContentHash.Exact(ask.body().sha256())
            : new ContentHash.UnsignedPayload();
    return signer.sign(request, hash, Instant.now()).headers();
  }
}
