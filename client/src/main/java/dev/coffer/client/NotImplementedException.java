package dev.coffer.client;

/** {@code NotImplemented}: the server knows the operation or the header and does not serve it. */
public final class NotImplementedException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  NotImplementedException(Refusal refusal) {
    super(refusal);
  }
}
