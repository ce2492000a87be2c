package dev.coffer.kms.custody;

/**
 * A family of stored keys that the store root key wraps.
 *
 * <p>Every room that calls {@link StoreRootKey#wrap} and stores the result has one, and all are in
 * one list of the server's: a rotation that forgets a family would destroy it.
 */
public interface WrappedRows {
  /** What the keys are, for people. */
  String name();

  /**
   * Wraps every row anew that the root key before has wrapped, with {@link StoreRootKey#rewrap}.
   * May be stopped anywhere and run again.
   *
   * @return how many keys were wrapped anew
   * @throws dev.coffer.storage.StorageFailure when a row cannot be read or written
   * @throws dev.coffer.crypto.seal.NotAuthentic when a row opens with neither root key
   */
  long rewrap(StoreRootKey root);
}
