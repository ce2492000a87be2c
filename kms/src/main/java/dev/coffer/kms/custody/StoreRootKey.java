package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private static final String RETIRING = "retiring-root-key";

  private final Bytes installationId;
  private final int version;
  private final Secret key;
  private final WrappingKey wrapping;
  private volatile @Nullable WrappingKey retiring;

  /** Takes ownership of {@code key}. */
  StoreRootKey(Bytes installationId, int version, Secret key) {
    this(installationId, version, key, null);
  }

  /**
   * Takes ownership of the keys.
   *
   * @param retiring the root key of the version before, while its rows are being wrapped anew
   */
  StoreRootKey(Bytes installationId, int version, Secret key, @Nullable Secret retiring) {
    if (key.sizeBytes() != KEY_BYTES || installationId.sizeBytes() != INSTALLATION_ID_BYTES) {
      throw new IllegalArgumentException("a root key has 32 bytes, an installation id 16");
    }
    this.installationId = installationId;
    this.version = version;
    this.key = key;
    this.wrapping = new WrappingKey(key);
    this.retiring = retiring == null ? null : new WrappingKey(retiring);
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
    return wrapping.wrap(wrapped, context(purpose, binding, version), entropy);
  }

  /**
   * Returns the key within; the caller closes it. While a rotation runs, what the root key before
   * has wrapped opens too.
   *
   * @throws NotAuthentic when it was not wrapped by this root key for this purpose and binding
   */
  public Secret unwrap(String purpose, byte[] wrapped, byte[] binding) {
    WrappingKey before = retiring;
    if (before == null) {
      return wrapping.unwrap(wrapped, context(purpose, binding, version));
    }
    try {
      return wrapping.unwrap(wrapped, context(purpose, binding, version));
    } catch (NotAuthentic notOfThisVersion) {
      return before.unwrap(wrapped, context(purpose, binding, version - 1));
    }
  }

  /**
   * Wraps anew what the root key before has wrapped.
   *
   * @return nothing when this root key has wrapped it already
   * @throws NotAuthentic when neither has
   */
  public Optional<byte[]> rewrap(String purpose, byte[] wrapped, byte[] binding, Entropy entropy) {
    try (Secret _ = wrapping.unwrap(wrapped, context(purpose, binding, version))) {
      return Optional.empty();
    } catch (NotAuthentic notOfThisVersion) {
      try (Secret old = unwrap(purpose, wrapped, binding)) {
        return Optional.of(wrap(purpose, old, binding, entropy));
      }
    }
  }

  /** Tells whether a rotation is under way: the root key before is still needed. */
  public boolean rotating() {
    return retiring != null;
  }

  private byte[] context(String purpose, byte[] binding, int ofVersion) {
    return Aad.of(LABEL + purpose).add(installationId).addLong(ofVersion).add(binding).sha256();
  }

  /** Wraps this very key under a slot's key. */
  byte[] wrapUnder(WrappingKey slotKey, byte[] aadSha256, Entropy entropy) {
    return slotKey.wrap(key, aadSha256, entropy);
  }

  /** Returns this key wrapped under the next one, for as long as rows still need it. */
  Bytes wrapRetired(StoreRootKey next, Entropy entropy) {
    return Bytes.of(next.wrap(RETIRING, key, retiringBinding(version), entropy));
  }

  /** The next root key, of this installation, with this one beside it. */
  StoreRootKey next(Secret drawn) {
    return new StoreRootKey(installationId, version + 1, drawn, key.copy());
  }

  /** Returns this root key together with the one before; the caller closes it instead of this. */
  StoreRootKey withRetiring(Bytes wrappedRetiring) {
    Secret before = unwrap(RETIRING, wrappedRetiring.toArray(), retiringBinding(version - 1));
    return new StoreRootKey(installationId, version, key, before);
  }

  /** Ends a rotation: what the root key before has wrapped does not open any more. */
  void forgetRetiring() {
    WrappingKey before = retiring;
    retiring = null;
    if (before != null) {
      before.close();
    }
  }

  private static byte[] retiringBinding(int version) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(version).array();
  }

  /** A check against ourselves: what a new slot holds is this key. */
  void requireIs(Secret other) {
    if (!key.sameAs(other)) {
      throw new IllegalStateException("a slot holds another root key");
    }
  }

  @Override
  public void close() {
    wrapping.close();
    forgetRetiring();
  }
}
