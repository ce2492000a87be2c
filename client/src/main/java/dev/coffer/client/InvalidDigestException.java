package dev.coffer.client;

/** {@code InvalidDigest}: the given {@code Content-MD5} is not 16 bytes in base64. */
public final class InvalidDigestException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  InvalidDigestException(Refusal refusal) {
    super(refusal);
  }
}
