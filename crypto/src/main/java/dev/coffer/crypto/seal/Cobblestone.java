package dev.coffer.crypto.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import java.util.Arrays;

/**
 * The payload format, Cobblestone-256: its sizes, and whole short messages in memory.
 *
 * <p>Layout: salt[24], commitment[32], then chunks of 16 KiB plaintext with a 16-byte tag each. The
 * last chunk is always shorter than 16 KiB and may be empty. Plain byte {@code i} lies in chunk
 * {@code i / 16384}; chunk {@code k} begins at {@code 56 + k · 16400}. Source: c2sp.org,
 * chunked-encryption v1; docs/formats/payload-v1.md; vectors/payload-v1.
 *
 * <p>Claim: without the key nothing is learnt but the length, and nothing can be changed, cut,
 * extended, reordered or passed off under another key or context. Not hidden: the length.
 */
public final class Cobblestone {
  /** Version of the payload format; the first byte of {@link PayloadContext}. */
  public static final int VERSION = 1;

  public static final int KEY_BYTES = 32;
  public static final int SALT_BYTES = 24;
  public static final int HEADER_BYTES = 56;
  public static final int CHUNK_BYTES = 16 * 1024;
  public static final int TAG_BYTES = 16;

  /** The longest plaintext: 2^38 chunks, of which the last is one byte short. */
  public static final long MAX_PLAIN_BYTES = CHUNK_BYTES * (1L << 38) - 1;

  static final long MAX_CHUNKS = 1L << 38;
  static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
  private static final long MAX_SEALED_BYTES = sealedSize(MAX_PLAIN_BYTES);

  private Cobblestone() {}

  /** Returns the sealed size of {@code plainBytes} bytes. */
  public static long sealedSize(long plainBytes) {
    if (plainBytes < 0 || plainBytes > MAX_PLAIN_BYTES) {
      throw new IllegalArgumentException("no message has this size");
    }
    return HEADER_BYTES + plainBytes + TAG_BYTES * (plainBytes / CHUNK_BYTES + 1);
  }

  /**
   * Returns the plain size of a message of {@code sealedBytes} bytes.
   *
   * @throws NotAuthentic for a size that no plaintext has
   */
  public static long plainSize(long sealedBytes) {
    long chunks = sealedBytes - HEADER_BYTES;
    long lastChunk = chunks % SEALED_CHUNK_BYTES;
    if (chunks < 0 || lastChunk < TAG_BYTES || sealedBytes > MAX_SEALED_BYTES) {
      throw new NotAuthentic();
    }
    return chunks / SEALED_CHUNK_BYTES * CHUNK_BYTES + lastChunk - TAG_BYTES;
  }

  /** Seals a short message in memory. */
  public static byte[] seal(Secret key, byte[] context, byte[] plaintext, Entropy entropy) {
    byte[] sealed = newHeader(Math.toIntExact(sealedSize(plaintext.length)), entropy);
    MessageKey messageKey = MessageKey.derive(key, context, sealed);
    messageKey.commitIn(sealed);
    int at = HEADER_BYTES;
    for (int chunk = 0; at < sealed.length; chunk++) {
      int from = chunk * CHUNK_BYTES;
      int length = Math.min(CHUNK_BYTES, plaintext.length - from);
      at += messageKey.seal(chunk, plaintext, from, length, sealed, at);
    }
    return sealed;
  }

  /**
   * Opens a short message in memory.
   *
   * @throws NotAuthentic when it is not one sealed under this key and context
   */
  public static byte[] open(Secret key, byte[] context, byte[] sealed) {
    byte[] plaintext = new byte[Math.toIntExact(plainSize(sealed.length))];
    MessageKey messageKey = MessageKey.derive(key, context, sealed);
    messageKey.requireCommitted(sealed);
    byte[] chunkPlain = new byte[Math.min(CHUNK_BYTES, plaintext.length)];
    int at = HEADER_BYTES;
    for (int chunk = 0; at < sealed.length; chunk++) {
      int length = Math.min(SEALED_CHUNK_BYTES, sealed.length - at);
      int opened = messageKey.open(chunk, sealed, at, length, chunkPlain, 0);
      System.arraycopy(chunkPlain, 0, plaintext, chunk * CHUNK_BYTES, opened);
      at += length;
    }
    return plaintext;
  }

  /**
   * Returns another 32-byte key, for another purpose than sealing messages; the caller closes it.
   * Without {@code key} nothing is learnt of it, and nothing of {@code key} from it.
   *
   * @param label of the purpose; one that messages cannot have, since theirs begins with {@code
   *     c2sp.org/}
   */
  public static Secret deriveKey(Secret key, String label) {
    if (key.sizeBytes() != KEY_BYTES || !label.startsWith("coffer/")) {
      throw new IllegalArgumentException("a key has 32 bytes, a purpose of ours begins coffer/");
    }
    return Secret.of(HkdfSha512.expand(key.bytes(), label.getBytes(US_ASCII), KEY_BYTES));
  }

  /** Returns an array of {@code sizeBytes} that begins with a fresh salt. */
  static byte[] newHeader(int sizeBytes, Entropy entropy) {
    return Arrays.copyOf(entropy.bytes(SALT_BYTES), sizeBytes);
  }
}
