package dev.coffer.crypto.envelope;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A short immutable byte sequence: an id, a salt, a wrapped key. Not for secrets, since it prints
 * its content.
 */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** Copies {@code bytes}. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Parses hex digits of either case. */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** Returns a copy. */
  public byte[] toArray() {
    return content.clone();
  }

  public int sizeBytes() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** Returns lower-case hex. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(content);
  }
}
