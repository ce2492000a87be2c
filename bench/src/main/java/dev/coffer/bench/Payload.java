package dev.coffer.bench;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Bytes that are sent, or that an answer must have. They never change, so they may be shared. */
final class Payload {
  static final Payload NONE = new Payload(ByteBuffer.allocate(0));

  private final ByteBuffer bytes;
  private @Nullable String sha256;

  private Payload(ByteBuffer bytes) {
    this.bytes = bytes.asReadOnlyBuffer();
  }

  static Payload of(byte[] bytes) {
    return new Payload(ByteBuffer.wrap(bytes));
  }

  /** Bytes that do not compress, outside the heap so that sending them copies nothing. */
  static Payload random(int sizeBytes) {
    byte[] drawn = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(drawn);
    return new Payload(ByteBuffer.allocateDirect(sizeBytes).put(drawn).flip());
  }

  int sizeBytes() {
    return bytes.remaining();
  }

  /** All of them, with a position of its own. */
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  Payload slice(int offset, int length) {
    return new Payload(bytes.slice(offset, length));
  }

  /** Hexadecimal; worked out once. */
  synchronized String sha256() {
    if (sha256 == null) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes());
        sha256 = HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("the JDK has no SHA-256", e);
      }
    }
    return sha256;
  }
}
