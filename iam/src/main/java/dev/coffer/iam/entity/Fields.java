package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;

/** How the records of iam-rows-v1 begin, and how they hold times. */
final class Fields {
  static final int VERSION = 1;

  private Fields() {}

  static FieldWriter record() {
    return new FieldWriter().u8(VERSION);
  }

  /** A reader behind the version, which must be a known one. */
  static FieldReader reader(Bytes row) {
    var reader = new FieldReader(row);
    int version = reader.u8();
    if (version != VERSION) {
      throw new Corrupt("identity row has an unknown version").with("version", version);
    }
    return reader;
  }

  static void time(FieldWriter record, Instant time) {
    record.u64(time.toEpochMilli());
  }

  static Instant time(FieldReader record) {
    return Instant.ofEpochMilli(record.u64());
  }
}
