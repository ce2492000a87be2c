package dev.coffer.client;

/**
 * {@code BadDigest}: the body that arrived is not the one that the digest or checksum describes.
 */
public final class BadDigestException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  BadDigestException(Refusal refusal) {
    super(refusal);
  }
}
