package dev.coffer.client;

/**
 * A call that did not succeed: the server said so ({@link S3ServiceException}), or no usable answer
 * came ({@link CofferClientException}). Unchecked; a future fails with it.
 */
public abstract sealed class CofferException extends RuntimeException
    permits S3ServiceException, CofferClientException {
  private static final long serialVersionUID = 1L;

  CofferException(String message, Throwable cause) {
    super(message, cause);
  }

  CofferException(String message) {
    super(message);
  }

  /**
   * Whether the same call may succeed later. The client has then tried as often as its {@link
   * RetryPolicy} allows.
   */
  public abstract boolean retryable();
}
