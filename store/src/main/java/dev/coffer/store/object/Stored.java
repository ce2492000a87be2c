package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;

/** Small fields that several rows share. What does not fit is {@link Corrupt}. */
final class Stored {
  private static final int ID_BYTES = 16;

  private Stored() {}

  static void require(boolean condition, String text) {
    if (!condition) {
      throw new Corrupt(text);
    }
  }

  static void requireFormat(FieldReader in, int format) {
    require(in.u8() == format, "a row of an unknown format");
  }

  static Bytes id16(FieldReader in) {
    return sized(in, ID_BYTES);
  }

  static Bytes sized(FieldReader in, int sizeBytes) {
    Bytes field = in.bytes(sizeBytes);
    require(field.size() == sizeBytes, "a field has another length");
    return field;
  }

  static long size(FieldReader in) {
    long size = in.u64();
    require(size >= 0, "a size is negative");
    return size;
  }

  static FieldWriter instant(FieldWriter out, Instant at) {
    return out.u64(at.toEpochMilli());
  }

  static Instant instant(FieldReader in) {
    return Instant.ofEpochMilli(in.u64());
  }
}
