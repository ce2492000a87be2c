package dev.coffer.server.gateway;

import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.Locale;

/**
 * A browser's question whether another site's page may send a request. No bucket has such rules
 * yet, so the answer is Amazon's for a bucket without them, whether the bucket exists or not.
 */
final class Preflight {
  private static final String ORIGIN = "Origin";
  private static final String METHOD = "Access-Control-Request-Method";

  private Preflight() {}

  static S3Exception refusal(Request request) {
    if (!request.headers().has(ORIGIN)) {
      return S3Error.BadRequest.because("Insufficient information. Origin request header needed.");
    }
    String method =
        request
            .headers()
            .first(METHOD)
            .orElseThrow(
                () -> S3Error.BadRequest.because("Invalid Access-Control-Request-Method: null"));
    return S3Error.AccessForbidden.with("Method", method.toUpperCase(Locale.ROOT))
        .with("ResourceType", request.rawPath().indexOf('/', 1) < 0 ? "BUCKET" : "OBJECT");
  }
}
