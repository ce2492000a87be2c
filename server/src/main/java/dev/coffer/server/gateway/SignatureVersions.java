package dev.coffer.server.gateway;

import dev.coffer.wire.codec.Route;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.s3.S3Error;

/**
 * Where Amazon has words of its own for a signature of version 2, which is refused everywhere.
 * Source: spec/encryption.md §2.11.
 */
final class SignatureVersions {
  private SignatureVersions() {}

  static void require(Route route, Request request) {
    if (route.operation().equals("UpdateObjectEncryption") && isVersion2(request)) {
      throw S3Error.InvalidRequest.because(
          "Requests that modify an object encryption configuration require Amazon Web Services"
              + " Signature Version 4. Modify the request to use Amazon Web Services Signature"
              + " Version 4, and then try again.");
    }
  }

  private static boolean isVersion2(Request request) {
    return request.headers().first("Authorization").orElse("").startsWith("AWS ")
        || request.query().has("AWSAccessKeyId");
  }
}
