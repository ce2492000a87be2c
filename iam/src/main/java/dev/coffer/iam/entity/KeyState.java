package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;

/** An access key of a user. Only keys that stand in their user's row are taken for genuine. */
public record KeyState(String id, boolean active, Instant created) {
  private static final int MAX_ID = 128;

  static void write(FieldWriter record, KeyState key) {
    record.string(key.id).flag(key.active);
    Fields.time(record, key.created);
  }

  static KeyState read(FieldReader record) {
    return new KeyState(record.string(MAX_ID), record.flag(), Fields.time(record));
  }
}
