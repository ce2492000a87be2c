package dev.coffer.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Immutable bytes, ordered as unsigned numbers from the left; a prefix comes before what it begins.
 *
 * <p>{@code toString} shows at most 16 bytes, so that long content never reaches a log.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final int SHOWN = 16;

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte... bytes) {
    return copyOf(bytes);
  }

  public static Bytes copyOf(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  public static Bytes copyOf(byte[] bytes, int from, int to) {
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Bytes fromHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  public Bytes concat(Bytes next) {
    byte[] both = Arrays.copyOf(content, content.length + next.content.length);
    System.arraycopy(next.content, 0, both, content.length, next.content.length);
    return new Bytes(both);
  }

  public boolean startsWith(Bytes prefix) {
    int size = prefix.content.length;
    return size <= content.length && Arrays.equals(content, 0, size, prefix.content, 0, size);
  }

  /** The bytes from {@code from} up to, but without, {@code to}. */
  public Bytes slice(int from, int to) {
    if (from < 0 || to < from || to > content.length) {
      throw new IndexOutOfBoundsException("slice outside of the bytes");
    }
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  /**
   * The text that these bytes encode.
   *
   * @throws Corrupt when they are not UTF-8
   */
  public String toUtf8() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new Corrupt("bytes are not UTF-8", e).with("size", content.length);
    }
  }

  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    String shown = HexFormat.of().formatHex(content, 0, Math.min(SHOWN, content.length));
    return shown + (content.length > SHOWN ? "…" : "") + "[" + content.length + "]";
  }
}
