package dev.coffer.client;

/** {@code ServiceUnavailable}: the server cannot answer now; a later call may succeed. */
public final class ServiceUnavailableException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  ServiceUnavailableException(Refusal refusal) {
    super(refusal);
  }
}
