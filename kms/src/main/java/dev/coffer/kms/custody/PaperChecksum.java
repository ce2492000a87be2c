package dev.coffer.kms.custody;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Three bytes behind what is typed from paper, so that a slip of the finger is told from a wrong
 * secret: the first of SHA-256 of a label and the bytes.
 */
final class PaperChecksum {
  static final int BYTES = 3;

  private PaperChecksum() {}

  static byte[] append(byte[] label, byte[] content) {
    byte[] whole = Arrays.copyOf(content, content.length + BYTES);
    System.arraycopy(of(label, content), 0, whole, content.length, BYTES);
    return whole;
  }

  /** Returns what stands before the checksum; nothing when it is wrong. */
  static Optional<byte[]> strip(byte[] label, byte[] whole) {
    byte[] content = Arrays.copyOf(whole, whole.length - BYTES);
    byte[] given = Arrays.copyOfRange(whole, content.length, whole.length);
    return MessageDigest.isEqual(given, of(label, content))
        ? Optional.of(content)
        : Optional.empty();
  }

  private static byte[] of(byte[] label, byte[] content) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(label);
      return Arrays.copyOf(sha256.digest(content), BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
