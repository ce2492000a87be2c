package dev.coffer.store.lifecycle;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.store.tag.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a rule is about; all conditions must hold.
 *
 * @param prefix of their keys; empty for any
 * @param tags that they must have, among others
 * @param greaterThan bytes; null for any
 * @param lessThan bytes; null for any
 */
record Selector(String prefix, Tags tags, @Nullable Long greaterThan, @Nullable Long lessThan) {
  /** Whether nothing but the key decides. */
  boolean byKeyAlone() {
    return tags.isEmpty() && !bySize();
  }

  boolean bySize() {
    return greaterThan != null || lessThan != null;
  }

  boolean fits(Seen object) {
    return object.key().startsWith(prefix)
        && (greaterThan == null || object.sizeBytes() > greaterThan)
        && (lessThan == null || object.sizeBytes() < lessThan)
        && (tags.isEmpty() || object.tags().get().list().containsAll(tags.list()));
  }

  void write(FieldWriter out) {
    out.string(prefix);
    tags.write(out);
    out.nullable(greaterThan, FieldWriter::u64).nullable(lessThan, FieldWriter::u64);
  }

  static Selector read(FieldReader in) {
    return new Selector(
        in.string(), Tags.read(in), in.nullable(FieldReader::u64), in.nullable(FieldReader::u64));
  }
}
