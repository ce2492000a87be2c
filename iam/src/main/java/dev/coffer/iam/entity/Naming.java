package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.util.Locale;

/**
 * How an entity is called.
 *
 * @param id unique for ever, {@code AIDA…}
 * @param name as it was given; no two of a kind differ in case only
 * @param path {@code /} or {@code /a/b/}
 * @param created whole seconds
 */
public record Naming(String id, String name, String path, Instant created) {
  static final int MAX_NAME = 128;
  private static final int MAX_PATH = 512;
  private static final int MAX_ID = 128;

  /** The same entity under another name and path. */
  public Naming renamed(String newName, String newPath) {
    return new Naming(id, newName, newPath, created);
  }

  /** The name as it is claimed. */
  String claim() {
    return name.toLowerCase(Locale.ROOT);
  }

  void write(FieldWriter record) {
    record.string(id).string(name).string(path);
    Fields.time(record, created);
  }

  static Naming read(FieldReader record) {
    return new Naming(
        record.string(MAX_ID),
        record.string(MAX_NAME),
        record.string(MAX_PATH),
        Fields.time(record));
  }
}
