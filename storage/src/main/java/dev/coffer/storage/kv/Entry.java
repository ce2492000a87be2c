package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;

/**
 * A key and its value: 1 to 65,536 bytes, never empty (an engine may not tell empty from absent).
 */
public record Entry(Key key, Bytes value) {
  public static final int MAX_VALUE = 65_536;

  public Entry {
    requireValue(value);
  }

  static void requireValue(Bytes value) {
    if (value.isEmpty() || value.size() > MAX_VALUE) {
      throw new IllegalArgumentException("value is not of 1 to 65536 bytes");
    }
  }
}
