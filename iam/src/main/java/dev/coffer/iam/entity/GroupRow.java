package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;

/**
 * A group.
 *
 * @param members how many users it has; each has a row of its own
 */
public record GroupRow(Naming naming, Holdings holdings, long members) implements Holder {
  @Override
  public Kind kind() {
    return Kind.GROUP;
  }

  @Override
  public GroupRow with(Holdings changed) {
    return new GroupRow(naming, changed, members);
  }

  public GroupRow with(Naming changed) {
    return new GroupRow(changed, holdings, members);
  }

  public GroupRow withMembers(long changed) {
    return new GroupRow(naming, holdings, changed);
  }

  @Override
  public FieldWriter encode() {
    FieldWriter record = Fields.record();
    naming.write(record);
    holdings.write(record);
    return record.u32(members);
  }

  static GroupRow read(FieldReader record) {
    return new GroupRow(Naming.read(record), Holdings.read(record), record.u32());
  }
}
