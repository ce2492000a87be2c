package dev.coffer.wire.sigv4;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;

/** How a malformed claim is refused, in the words of the place where it stands. */
@FunctionalInterface
interface Malformed {
  Malformed IN_HEADER =
      detail ->
          S3Error.AuthorizationHeaderMalformed.because(
              "The authorization header is malformed; " + detail);

  Malformed IN_QUERY =
      detail ->
          S3Error.AuthorizationQueryParametersError.because(
              "Error parsing the X-Amz-Credential parameter; " + detail);

  S3Exception because(String detail);
}
