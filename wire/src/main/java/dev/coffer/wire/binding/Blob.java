package dev.coffer.wire.binding;

import java.util.Arrays;

/** Bytes in a message: base64 over JSON. Shows its size, never its content. */
public final class Blob {
  private final byte[] content;

  private Blob(byte[] content) {
    this.content = content;
  }

  /** Copies {@code bytes}. */
  public static Blob of(byte[] bytes) {
    return new Blob(bytes.clone());
  }

  /** A copy. */
  public byte[] toArray() {
    return content.clone();
  }

  public int sizeBytes() {
    return content.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob that && java.security.MessageDigest.isEqual(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Blob[" + content.length + "]";
  }
}
