package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * A policy that belongs to one entity; its text has a row of its own.
 *
 * @param characters of its text, white space aside: what counts against the entity's limit
 */
public record Inline(String name, int characters) {
  static void write(FieldWriter record, Inline inline) {
    record.string(inline.name).u16(inline.characters);
  }

  static Inline read(FieldReader record) {
    return new Inline(record.string(Naming.MAX_NAME), record.u16());
  }
}
