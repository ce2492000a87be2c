package dev.coffer.wire.sigv4;

import java.time.Instant;

/** The texts over which signatures are made: of a request, of a chunk, of the trailers. */
final class StringToSign {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  private StringToSign() {}

  static String request(Instant time, CredentialScope scope, String canonicalRequest) {
    return lines(ALGORITHM, AmzTime.format(time), scope.text(), Sha256.hex(canonicalRequest));
  }

  /** Each chunk's text names the signature before it, so chunks cannot be moved or dropped. */
  static String chunk(Instant time, CredentialScope scope, String previous, String chunkSha256) {
    return lines(
        ALGORITHM + "-PAYLOAD",
        AmzTime.format(time),
        scope.text(),
        previous,
        Sha256.OF_NOTHING,
        chunkSha256);
  }

  static String trailers(Instant time, CredentialScope scope, String previous, String sha256) {
    return lines(ALGORITHM + "-TRAILER", AmzTime.format(time), scope.text(), previous, sha256);
  }

  private static String lines(String... lines) {
    return String.join("\n", lines);
  }
}
