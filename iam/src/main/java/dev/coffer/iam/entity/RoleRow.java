package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * A role; its trust policy has a row of its own.
 *
 * @param maxSessionSeconds how long a session may last that is asked for at most
 */
public record RoleRow(
    Naming naming,
    Holdings holdings,
    @Nullable Attached boundary,
    @Nullable String description,
    int maxSessionSeconds)
    implements Holder, Bounded {
  private static final int MAX_DESCRIPTION = 4 * 1000;

  @Override
  public Kind kind() {
    return Kind.ROLE;
  }

  @Override
  public RoleRow with(Holdings changed) {
    return new RoleRow(naming, changed, boundary, description, maxSessionSeconds);
  }

  @Override
  public RoleRow with(@Nullable Attached changed) {
    return new RoleRow(naming, holdings, changed, description, maxSessionSeconds);
  }

  public RoleRow with(@Nullable String newDescription, int newMaxSessionSeconds) {
    return new RoleRow(naming, holdings, boundary, newDescription, newMaxSessionSeconds);
  }

  @Override
  public FieldWriter encode() {
    FieldWriter record = Fields.record();
    naming.write(record);
    holdings.write(record);
    return record
        .nullable(boundary, Attached::write)
        .nullableString(description)
        .u32(maxSessionSeconds);
  }

  static RoleRow read(FieldReader record) {
    return new RoleRow(
        Naming.read(record),
        Holdings.read(record),
        record.nullable(Attached::read),
        record.nullable(text -> text.string(MAX_DESCRIPTION)),
        (int) record.u32());
  }
}
