package dev.coffer.client;

/** {@code SlowDown}, the throttling codes and status 429: too many requests; call less often. */
public final class ThrottledException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  ThrottledException(Refusal refusal) {
    super(refusal);
  }
}
