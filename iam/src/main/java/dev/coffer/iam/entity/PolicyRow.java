package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A managed policy; each version's text has a row of its own.
 *
 * @param updated when a version was last made
 * @param defaultVersion the one that holds
 * @param lastVersion the greatest number that was ever given
 * @param versions ascending; the default among them
 */
public record PolicyRow(
    Naming naming,
    Instant updated,
    @Nullable String description,
    int defaultVersion,
    int lastVersion,
    List<Version> versions)
    implements Entity {
  private static final int MAX_DESCRIPTION = 4 * 1000;

  /** One version. */
  public record Version(int number, Instant created) {
    static void write(FieldWriter record, Version version) {
      record.u32(version.number);
      Fields.time(record, version.created);
    }

    static Version read(FieldReader record) {
      return new Version((int) record.u32(), Fields.time(record));
    }
  }

  public PolicyRow {
    versions = List.copyOf(versions);
  }

  @Override
  public Kind kind() {
    return Kind.POLICY;
  }

  public Optional<Version> version(int number) {
    return versions.stream().filter(one -> one.number() == number).findFirst();
  }

  @Override
  public FieldWriter encode() {
    FieldWriter record = Fields.record();
    naming.write(record);
    Fields.time(record, updated);
    return record
        .nullableString(description)
        .u32(defaultVersion)
        .u32(lastVersion)
        .list(versions, Version::write);
  }

  static PolicyRow read(FieldReader record) {
    return new PolicyRow(
        Naming.read(record),
        Fields.time(record),
        record.nullable(text -> text.string(MAX_DESCRIPTION)),
        (int) record.u32(),
        (int) record.u32(),
        record.list(Version::read));
  }
}
