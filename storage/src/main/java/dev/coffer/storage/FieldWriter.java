package dev.coffer.storage;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a stored record one after another; {@link FieldReader} reads them back.
 *
 * <p>Shape: numbers big-endian and unsigned; lengths as varints (seven bits a byte, lowest first,
 * top bit set while more follow, shortest form only) before their bytes; strings as UTF-8; a flag
 * and the presence of a nullable field as one byte, 0 or 1.
 */
public final class FieldWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public FieldWriter u8(int value) {
    return number(value, 1);
  }

  public FieldWriter u16(int value) {
    return number(value, 2);
  }

  public FieldWriter u32(long value) {
    return number(value, 4);
  }

  /** All 64 bits; a negative number is written as its two's complement. */
  public FieldWriter u64(long value) {
    return bigEndian(value, 8);
  }

  /** Up to ten bytes; the number is taken as unsigned. */
  public FieldWriter varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return this;
  }

  public FieldWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  public FieldWriter bytes(Bytes value) {
    varint(value.size());
    out.writeBytes(value.toByteArray());
    return this;
  }

  public FieldWriter string(String value) {
    return bytes(Bytes.utf8(value));
  }

  /** Writes whether the value is there and, if so, the value. */
  public <T> FieldWriter nullable(@Nullable T value, BiConsumer<FieldWriter, T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(this, value);
    }
    return this;
  }

  public FieldWriter nullableBytes(@Nullable Bytes value) {
    return nullable(value, FieldWriter::bytes);
  }

  public FieldWriter nullableString(@Nullable String value) {
    return nullable(value, FieldWriter::string);
  }

  public <T> FieldWriter list(List<T> values, BiConsumer<FieldWriter, T> write) {
    varint(values.size());
    values.forEach(value -> write.accept(this, value));
    return this;
  }

  public Bytes toBytes() {
    return Bytes.copyOf(out.toByteArray());
  }

  private FieldWriter number(long value, int width) {
    if (value < 0 || value >= 1L << (8 * width)) {
      throw new IllegalArgumentException("number does not fit its field");
    }
    return bigEndian(value, width);
  }

  private FieldWriter bigEndian(long value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }
}
