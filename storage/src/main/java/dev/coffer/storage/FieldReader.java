package dev.coffer.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that {@link FieldWriter} wrote, in the same order.
 *
 * <p>Strict: every length is checked before anything is allocated, a varint must be in its shortest
 * form, a flag must be 0 or 1, text must be UTF-8. So a record has exactly one encoding. Call
 * {@link #requireEnd()} after the last field. Every breach is {@link Corrupt}.
 */
public final class FieldReader {
  private final Bytes record;
  private int at;

  public FieldReader(Bytes record) {
    this.record = record;
  }

  public int u8() {
    return (int) bigEndian(1);
  }

  public int u16() {
    return (int) bigEndian(2);
  }

  public long u32() {
    return bigEndian(4);
  }

  public long u64() {
    return bigEndian(8);
  }

  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        check(next != 0 || shift == 0, "number is not in its shortest form");
        check(shift < 63 || next == 1, "number is too long");
        return value;
      }
    }
    throw corrupt("number is too long");
  }

  public boolean flag() {
    int value = u8();
    check(value <= 1, "flag is neither 0 nor 1");
    return value == 1;
  }

  public Bytes bytes() {
    return bytes(Integer.MAX_VALUE);
  }

  public Bytes bytes(int maxSize) {
    long size = varint();
    check(size >= 0 && size <= maxSize, "field is longer than allowed");
    return take(size);
  }

  public String string() {
    return bytes().toUtf8();
  }

  public String string(int maxSizeBytes) {
    return bytes(maxSizeBytes).toUtf8();
  }

  public <T> @Nullable T nullable(Function<FieldReader, T> read) {
    return flag() ? read.apply(this) : null;
  }

  public @Nullable Bytes nullableBytes() {
    return nullable(FieldReader::bytes);
  }

  public @Nullable String nullableString() {
    return nullable(FieldReader::string);
  }

  /** A list; each element must take at least one byte, so its length is bounded by the record's. */
  public <T> List<T> list(Function<FieldReader, T> read) {
    long size = varint();
    check(size >= 0 && size <= record.size() - at, "list is longer than the record");
    List<T> values = new ArrayList<>((int) size);
    for (long i = 0; i < size; i++) {
      values.add(read.apply(this));
    }
    return List.copyOf(values);
  }

  public int remaining() {
    return record.size() - at;
  }

  public void requireEnd() {
    check(at == record.size(), "record is longer than its fields");
  }

  private long bigEndian(int width) {
    check(width <= remaining(), "record ends early");
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (record.at(at++) & 0xff);
    }
    return value;
  }

  private Bytes take(long size) {
    check(size <= remaining(), "record ends early");
    Bytes taken = record.slice(at, at + (int) size);
    at += (int) size;
    return taken;
  }

  private void check(boolean condition, String text) {
    if (!condition) {
      throw corrupt(text);
    }
  }

  private Corrupt corrupt(String text) {
    return new Corrupt(text).with("at", at).with("size", record.size());
  }
}
