package dev.coffer.kms.custody;

/** The root key could not be had, and why. A retry with the same input does not help. */
public final class CustodyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What stands in the way. */
  public enum Reason {
    /** There is no root key file, or no key file where one was named. */
    MISSING,
    /** The file is there and is not a root key file. */
    MALFORMED,
    /** No slot opens with this secret; a changed file looks the same. */
    WRONG_SECRET,
    /** The file asks for a version, a slot kind or a cost that this program does not serve. */
    UNSUPPORTED,
    /** A root key file lies where a new one was to be made. */
    EXISTS,
    /** The disk does not let us read or write. */
    INACCESSIBLE
  }

  private final Reason reason;

  CustodyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  CustodyException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
