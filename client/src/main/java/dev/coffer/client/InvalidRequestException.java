package dev.coffer.client;

/** {@code InvalidRequest}: the request contradicts itself; the text says how. */
public final class InvalidRequestException extends S3ServiceException {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(Refusal refusal) {
    super(refusal);
  }
}
