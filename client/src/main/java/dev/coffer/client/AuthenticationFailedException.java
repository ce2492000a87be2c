package dev.coffer.client;

import java.util.Set;

/**
 * The server does not accept the credentials: {@code InvalidAccessKeyId}, {@code
 * SignatureDoesNotMatch}, {@code ExpiredToken}, {@code InvalidToken}, {@code RequestTimeTooSkewed}
 * (the local clock is wrong) or {@code AuthorizationHeaderMalformed} (often the wrong region).
 */
public final class AuthenticationFailedException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  static final Set<String> CODES =
      Set.of(
          "AuthorizationHeaderMalformed",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidToken",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  AuthenticationFailedException(Refusal refusal) {
    super(refusal);
  }
}
