package dev.coffer.crypto.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.coffer.crypto.secret.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * What one message is sealed with: its own AES-256-GCM key and nonces, and a commitment to them.
 *
 * <p>Derived from the sealing key, the message's random salt and its context, so a sealing key may
 * seal any number of messages. For one thread at a time.
 */
final class MessageKey {
  private static final byte[] LABEL =
      "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0".getBytes(US_ASCII);
  private static final int AES_KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int COMMITMENT_BYTES = Cobblestone.HEADER_BYTES - Cobblestone.SALT_BYTES;

  private final AesGcm gcm;
  private final int nonceBegin;
  private final long nonceEnd;
  private final byte[] commitment;

  private MessageKey(byte[] derived) {
    int commitmentAt = AES_KEY_BYTES + NONCE_BYTES;
    this.gcm = new AesGcm(Arrays.copyOf(derived, AES_KEY_BYTES));
    ByteBuffer baseNonce = ByteBuffer.wrap(derived, AES_KEY_BYTES, NONCE_BYTES);
    this.nonceBegin = baseNonce.getInt();
    this.nonceEnd = baseNonce.getLong();
    this.commitment = Arrays.copyOfRange(derived, commitmentAt, commitmentAt + COMMITMENT_BYTES);
  }

  /** Derives from the salt at the start of {@code header}; the rest of the header is not read. */
  static MessageKey derive(Secret key, byte[] context, byte[] header) {
    if (key.sizeBytes() != Cobblestone.KEY_BYTES) {
      throw new IllegalArgumentException("a sealing key has 32 bytes");
    }
    byte[] info =
        ByteBuffer.allocate(LABEL.length + Cobblestone.SALT_BYTES + context.length)
            .put(LABEL)
            .put(header, 0, Cobblestone.SALT_BYTES)
            .put(context)
            .array();
    byte[] derived =
        HkdfSha512.expand(key.bytes(), info, AES_KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES);
    // Not zeroed afterwards: that later write to the source of a copy is what the compiler mistook
    // (see nonceOf), and the key itself lives on in the cipher anyway.
    return new MessageKey(derived);
  }

  /** Writes the commitment behind the salt. */
  void commitIn(byte[] header) {
    System.arraycopy(commitment, 0, header, Cobblestone.SALT_BYTES, COMMITMENT_BYTES);
  }

  /** Refuses a header that commits to another key, salt or context. */
  void requireCommitted(byte[] header) {
    byte[] stored = Arrays.copyOfRange(header, Cobblestone.SALT_BYTES, Cobblestone.HEADER_BYTES);
    if (!MessageDigest.isEqual(commitment, stored)) {
      throw new NotAuthentic();
    }
  }

  /** Seals one chunk and returns its sealed size. */
  int seal(long chunk, byte[] plain, int from, int length, byte[] target, int at) {
    return gcm.begin(Cipher.ENCRYPT_MODE, nonceOf(chunk)).finish(plain, from, length, target, at);
  }

  /**
   * Opens one chunk into {@code target} and returns its plain size; what fails leaves nothing
   * there.
   */
  int open(long chunk, byte[] sealed, int from, int length, byte[] target, int at) {
    boolean opened = false;
    try {
      gcm.begin(Cipher.DECRYPT_MODE, nonceOf(chunk));
      int count = gcm.finish(sealed, from, length, target, at);
      opened = true;
      return count;
    } finally {
      if (!opened) {
        Arrays.fill(target, at, at + Math.max(0, length - Cobblestone.TAG_BYTES), (byte) 0);
      }
    }
  }

  /**
   * The base nonce with the chunk's number mixed into its last eight bytes.
   *
   * <p>Made of numbers that were read from the derived bytes themselves, on purpose: copying the
   * base nonce and changing the copy byte by byte was compiled wrongly by the JVM's optimising
   * compiler now and then (JDK 25.0.3), so that the changed bytes came out as zeros. A wrong nonce
   * is the worst that can happen here.
   */
  private byte[] nonceOf(long chunk) {
    return ByteBuffer.allocate(NONCE_BYTES).putInt(nonceBegin).putLong(nonceEnd ^ chunk).array();
  }
}
