package dev.coffer.crypto.payload;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.Cobblestone;
import dev.coffer.crypto.seal.OpenedSource;
import dev.coffer.crypto.seal.OpeningInput;
import dev.coffer.crypto.seal.PayloadContext;
import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.crypto.seal.SealingOutput;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of one object version or upload: one, or under DSSE two independent ones.
 *
 * <p>They seal its bodies: the object itself, or each part. Under two keys a body is
 * outer(inner(plaintext)), so removing either layer alone leaves ciphertext. For many threads;
 * whoever receives it closes it. Streams that were begun go on after that.
 *
 * <p>Claim: as {@link Cobblestone}, for each layer and its own key. Source:
 * docs/formats/payload-v1.md; vectors/payload-v1.
 */
public final class DataKeys implements AutoCloseable {
  private static final String CHECKSUMS_LABEL = "coffer/payload/checksums";

  private final Secret inner;
  private final @Nullable Secret outer;

  private DataKeys(Secret inner, @Nullable Secret outer) {
    this.inner = inner;
    this.outer = outer;
  }

  /** One layer. Takes ownership of the key, which has 32 bytes. */
  public static DataKeys one(Secret dataKey) {
    return new DataKeys(requireKey(dataKey), null);
  }

  /** Two layers. Takes ownership of both keys; {@code inner} is that next to the plaintext. */
  public static DataKeys two(Secret inner, Secret outer) {
    return new DataKeys(requireKey(inner), requireKey(outer));
  }

  private static Secret requireKey(Secret key) {
    if (key.sizeBytes() != Cobblestone.KEY_BYTES) {
      throw new IllegalArgumentException("a data key has 32 bytes");
    }
    return key;
  }

  /** Draws a new key for one layer. */
  public static DataKeys drawOne(Entropy entropy) {
    return one(Secret.random(entropy, Cobblestone.KEY_BYTES));
  }

  /** Draws new keys for two layers, independently. */
  public static DataKeys drawTwo(Entropy entropy) {
    return two(
        Secret.random(entropy, Cobblestone.KEY_BYTES),
        Secret.random(entropy, Cobblestone.KEY_BYTES));
  }

  /** The only key, or that of the layer next to the plaintext. It stays this object's. */
  public Secret inner() {
    return inner;
  }

  /** The key of the layer around it, under DSSE. It stays this object's. */
  public Optional<Secret> findOuter() {
    return Optional.ofNullable(outer);
  }

  /** Returns the same keys with a life of their own. */
  public DataKeys copy() {
    return new DataKeys(inner.copy(), outer == null ? null : outer.copy());
  }

  /** Returns how long a body of {@code plainBytes} bytes is when sealed. */
  public long sealedSize(long plainBytes) {
    long once = Cobblestone.sealedSize(plainBytes);
    return outer == null ? once : Cobblestone.sealedSize(once);
  }

  /**
   * Returns how long the plaintext of a sealed body is.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic for a size that no plaintext has
   */
  public long plainSize(long sealedBytes) {
    return Cobblestone.plainSize(outer == null ? sealedBytes : Cobblestone.plainSize(sealedBytes));
  }

  /**
   * Seals a body. Closing the stream ends the message and leaves {@code out} open; after a failed
   * write the message stays unfinished.
   *
   * @param bodyId 16 bytes
   * @param ordinal part number, 0 for a whole object
   */
  public OutputStream sealing(byte[] bodyId, int ordinal, Entropy entropy, OutputStream out) {
    byte[] innerPlace = PayloadContext.of(PayloadContext.INNER, bodyId, ordinal);
    if (outer == null) {
      return new SealingOutput(inner, innerPlace, entropy, out);
    }
    byte[] outerPlace = PayloadContext.of(PayloadContext.OUTER, bodyId, ordinal);
    var outside = new SealingOutput(outer, outerPlace, entropy, out);
    return new LayeredOutput(new SealingOutput(inner, innerPlace, entropy, outside), outside);
  }

  /**
   * Seals a body that is at hand as a whole; what {@link #sealing} makes of the same bytes.
   *
   * @param bodyId 16 bytes
   */
  public byte[] sealed(byte[] bodyId, int ordinal, Entropy entropy, byte[] plaintext) {
    byte[] innerPlace = PayloadContext.of(PayloadContext.INNER, bodyId, ordinal);
    byte[] once = Cobblestone.seal(inner, innerPlace, plaintext, entropy);
    if (outer == null) {
      return once;
    }
    byte[] outerPlace = PayloadContext.of(PayloadContext.OUTER, bodyId, ordinal);
    return Cobblestone.seal(outer, outerPlace, once, entropy);
  }

  /**
   * Opens a range of a body. Plaintext leaves only after its chunk authenticated in every layer.
   * The range vouches for itself alone: whoever knows the size compares {@link #plainSize}. Closing
   * the stream closes no source.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic here or at any read, when these are not the body's
   *     bytes
   * @throws IllegalArgumentException for a range outside the plaintext
   */
  public InputStream opening(
      SealedSource source, byte[] bodyId, int ordinal, long firstByte, long byteCount) {
    byte[] innerPlace = PayloadContext.of(PayloadContext.INNER, bodyId, ordinal);
    if (outer == null) {
      return new OpeningInput(inner, innerPlace, source, firstByte, byteCount);
    }
    byte[] outerPlace = PayloadContext.of(PayloadContext.OUTER, bodyId, ordinal);
    long end = sealedEnd(source, firstByte + byteCount);
    var opened = new OpenedSource(outer, outerPlace, source, end);
    return new OpeningInput(inner, innerPlace, opened, firstByte, byteCount);
  }

  /** Where in the sealed inner layer a reader stops that wants the plaintext up to an end. */
  private static long sealedEnd(SealedSource source, long plainEnd) {
    long sealedSize = Cobblestone.plainSize(source.sizeBytes());
    if (plainEnd >= Cobblestone.plainSize(sealedSize)) {
      return sealedSize;
    }
    long chunks = Math.ceilDiv(plainEnd, Cobblestone.CHUNK_BYTES);
    long end =
        Cobblestone.HEADER_BYTES + chunks * (Cobblestone.CHUNK_BYTES + Cobblestone.TAG_BYTES);
    return Math.min(end, sealedSize);
  }

  /**
   * Returns the key that checksums of the object and its parts are sealed with, so that they die
   * with it; the caller closes it. Under DSSE it follows from the inner key.
   */
  public WrappingKey checksums() {
    return new WrappingKey(Cobblestone.deriveKey(inner, CHECKSUMS_LABEL));
  }

  @Override
  public void close() {
    inner.close();
    if (outer != null) {
      outer.close();
    }
  }
}
