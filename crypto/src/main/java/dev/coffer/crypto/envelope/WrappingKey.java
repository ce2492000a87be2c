package dev.coffer.crypto.envelope;

import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;

/**
 * A key that wraps other keys and seals records.
 *
 * <p>What comes out is one message of the payload format, 72 bytes longer than what went in. The
 * context is a digest from {@link Aad}, whose label keeps purposes apart. The key may be used any
 * number of times and by many threads; the owner closes it.
 */
public final class WrappingKey implements AutoCloseable {
  private static final int CONTEXT_BYTES = 32;

  private final Secret key;

  /** Takes ownership of {@code key}, which has 32 bytes. */
  public WrappingKey(Secret key) {
    if (key.sizeBytes() != Cobblestone.KEY_BYTES) {
      throw new IllegalArgumentException("a wrapping key has 32 bytes");
    }
    this.key = key;
  }

  /** Returns the size of a wrapped key or sealed record of {@code plainBytes} bytes. */
  public static int wrappedSize(int plainBytes) {
    return Math.toIntExact(Cobblestone.sealedSize(plainBytes));
  }

  public byte[] wrap(Secret wrapped, byte[] aadSha256, Entropy entropy) {
    return sealRecord(wrapped.bytes(), aadSha256, entropy);
  }

  /**
   * Returns the key within; the caller closes it.
   *
   * @throws NotAuthentic when it was not wrapped by this key for this context
   */
  public Secret unwrap(byte[] wrapped, byte[] aadSha256) {
    return Secret.of(openRecord(wrapped, aadSha256));
  }

  public byte[] sealRecord(byte[] plaintext, byte[] context, Entropy entropy) {
    requireDigest(context);
    return Cobblestone.seal(key, context, plaintext, entropy);
  }

  /**
   * Returns the plaintext of a sealed record.
   *
   * @throws NotAuthentic when it was not sealed by this key for this context
   */
  public byte[] openRecord(byte[] sealed, byte[] context) {
    requireDigest(context);
    return Cobblestone.open(key, context, sealed);
  }

  private static void requireDigest(byte[] context) {
    if (context.length != CONTEXT_BYTES) {
      throw new IllegalArgumentException("a context is a SHA-256 digest");
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
