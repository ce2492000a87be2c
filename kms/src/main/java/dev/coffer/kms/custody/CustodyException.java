package dev.coffer.kms.custody;

import org.jspecify.annotations.Nullable;

/**
 * A key could not be had from its custody, and why.
 *
 * <p>A retry with the same input helps for {@link Reason#UNREACHABLE} and {@link
 * Reason#INACCESSIBLE} only. After {@link Reason#REFUSED} a retry does harm: a token locks its PIN
 * after a few wrong ones.
 */
public final class CustodyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What stands in the way. */
  public enum Reason {
    /** There is no root key file, no key file where one was named, or no such slot. */
    MISSING,
    /** The file is there and is not a root key file. */
    MALFORMED,
    /** No slot opens with this secret; a changed file looks the same. */
    WRONG_SECRET,
    /** The file asks for a version, a slot kind or a cost that this program does not serve. */
    UNSUPPORTED,
    /** A root key file lies where a new one was to be made, or a key where one was to be made. */
    EXISTS,
    /** The disk does not let us read or write. */
    INACCESSIBLE,
    /** Others may read a file that holds a secret, or write the root key file. */
    EXPOSED,
    /** The backend says that this was not wrapped by its key for this place, or was changed. */
    NOT_AUTHENTIC,
    /** The backend is there and has no key of this name. It is never made silently. */
    NO_SUCH_KEY,
    /** The backend does not answer, or not in time. */
    UNREACHABLE,
    /** The backend does not accept our PIN or credentials, or forbids the call. Never retried. */
    REFUSED
  }

  private final Reason reason;

  CustodyException(Reason reason, String message) {
    this(reason, message, null);
  }

  CustodyException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The same, saying which slot it was. */
  CustodyException ofSlot(Slot slot) {
    return new CustodyException(
        reason, "slot " + slot.id() + " (" + slot.kind().word() + "): " + getMessage(), this);
  }
}
