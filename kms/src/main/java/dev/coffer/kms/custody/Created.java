package dev.coffer.kms.custody;

/**
 * A new store root key and the recovery key that opens it too.
 *
 * @param root the caller closes it
 * @param recoveryKey to be shown once and kept nowhere
 */
public record Created(StoreRootKey root, String recoveryKey) {
  @Override
  public String toString() {
    return "Created[…]";
  }
}
