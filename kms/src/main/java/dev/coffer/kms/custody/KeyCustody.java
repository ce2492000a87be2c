package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;

/**
 * A backend that keeps a key which never leaves it, and wraps ours with it: a token, a remote key
 * service.
 *
 * <p>What an implementation must do:
 *
 * <ul>
 *   <li>what it wrapped unwraps, with the same {@link Binding}, also after the backend or this
 *       process was stopped and started;
 *   <li>with another binding or any bit changed, unwrapping is {@code NOT_AUTHENTIC};
 *   <li>a backend without the key is {@code NO_SUCH_KEY}: it never makes one unasked;
 *   <li>a backend that is stopped, hangs or was removed is {@code UNREACHABLE} within seconds, and
 *       is used again as soon as it is back;
 *   <li>a refused PIN or credential is {@code REFUSED}, and this object asks no second time.
 * </ul>
 *
 * <p>Life: safe for many threads; calls block. Closing gives back processes and connections.
 *
 * <p>Claim: who has the wrapped bytes and not the backend's key learns nothing. Not protected: the
 * key while it is unwrapped in our memory, and a backend that is itself dishonest.
 */
public interface KeyCustody extends AutoCloseable {
  /** The most bytes that a wrapped key may have. */
  int MAX_WRAPPED_BYTES = 6144;

  /**
   * Wraps a key of 32 bytes.
   *
   * @return 1 to {@value #MAX_WRAPPED_BYTES} bytes that tell nothing without the backend
   * @throws CustodyException NO_SUCH_KEY, UNREACHABLE, REFUSED
   */
  Bytes wrap(Secret key, Binding binding);

  /**
   * Returns the key within, 32 bytes; the caller closes it.
   *
   * @throws CustodyException NOT_AUTHENTIC, NO_SUCH_KEY, UNREACHABLE, REFUSED
   */
  Secret unwrap(Bytes wrapped, Binding binding);

  /**
   * Asks whether the backend answers and has the key, without using the key.
   *
   * @throws CustodyException NO_SUCH_KEY, UNREACHABLE, REFUSED
   */
  void probe();

  /**
   * Makes the key that the settings name; never replaces one.
   *
   * @throws CustodyException EXISTS, UNSUPPORTED where keys are made by other means, UNREACHABLE,
   *     REFUSED
   */
  default void createKey() {
    throw new CustodyException(
        CustodyException.Reason.UNSUPPORTED, "this backend's keys are made by its own means");
  }

  @Override
  void close();
}
