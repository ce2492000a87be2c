package dev.coffer.client;

/** No usable answer came. For a change it is not known whether the server made it. */
public final class CofferClientException extends CofferException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** What stood between the call and its answer. */
  public enum Reason {
    /** The attempt or the whole call took longer than allowed. */
    TIMED_OUT(true),
    /** No connection could be made, or it broke. */
    CONNECTION(true),
    /** The server's certificate is not trusted, or is for another host. */
    TLS(false),
    /**
     * The answer is not what the protocol says: another document, none, or one that is too long.
     */
    UNREADABLE_ANSWER(false),
    /** The waiting thread was interrupted. */
    INTERRUPTED(false),
    /** The client was closed. */
    CLOSED(false);

    private final boolean retryable;

    Reason(boolean retryable) {
      this.retryable = retryable;
    }
  }

  CofferClientException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  CofferClientException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What stood between the call and its answer. */
  public Reason reason() {
    return reason;
  }

  @Override
  public boolean retryable() {
    return reason.retryable;
  }
}
