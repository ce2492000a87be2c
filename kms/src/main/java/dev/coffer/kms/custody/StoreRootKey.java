package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;

/**
 * The store root key while the store is unsealed, in memory only.
 *
 * <p>It wraps keys and never leaves this class. What it wraps is bound to the installation, the
 * root key's version, a purpose and a binding of the caller's. Safe for many threads; closing it
 * seals the store.
 */
public final class StoreRootKey implements AutoCloseable {
  /** Bytes of an installation id. */
  public static final int INSTALLATION_ID_BYTES = 16;

  static final int KEY_BYTES = 32;
  private static final String LABEL = "coffer/root/";

  private final Bytes installationId;
  private final int version;
  private final Secret key;
  private final WrappingKey wrapping;

  /** Takes ownership of {@code key}. */
  StoreRootKey(Bytes installationId, int version, Secret key) {
    if (key.sizeBytes() != KEY_BYTES || installationId.sizeBytes() != INSTALLATION_ID_BYTES) {
      throw new IllegalArgumentException("a root key has 32 bytes, an installation id 16");
    }
    this.installationId = installationId;
    this.version = version;
    this.key = key;
    this.wrapping = new WrappingKey(key);
  }

  /** Returns the 16 random bytes that name this installation for ever. */
  public Bytes installationId() {
    return installationId;
  }

  /** Returns which root key this is, counted from 1. */
  public int version() {
    return version;
  }

  /**
   * Wraps a key.
   *
   * @param purpose what the key is for; a constant of the caller's
   * @param binding what else it must be unwrapped with, encoded canonically by the caller
   */
  public byte[] wrap(String purpose, Secret wrapped, byte[] binding, Entropy entropy) {
    return wrapping.wrap(wrapped, context(purpose, binding), entropy);
  }

  /**
   * Returns the key within; the caller closes it.
   *
   * @throws NotAuthentic when it was not wrapped by this root key for this purpose and binding
   */
  public Secret unwrap(String purpose, byte[] wrapped, byte[] binding) {
    return wrapping.unwrap(wrapped, context(purpose, binding));
  }

  private byte[] context(String purpose, byte[] binding) {
    return Aad.of(LABEL + purpose).add(installationId).addLong(version).add(binding).sha256();
  }

  /** Wraps this very key under a slot's key. */
  byte[] wrapUnder(WrappingKey slotKey, byte[] aadSha256, Entropy entropy) {
    return slotKey.wrap(key, aadSha256, entropy);
  }

  @Override
  public void close() {
    wrapping.close();
  }
}
