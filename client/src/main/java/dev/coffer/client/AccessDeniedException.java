package dev.coffer.client;

/**
 * {@code AccessDenied}: the caller may not do this, or the bucket has another owner than expected.
 */
public final class AccessDeniedException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  AccessDeniedException(Refusal refusal) {
    super(refusal);
  }
}
