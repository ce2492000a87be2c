package dev.coffer.iam.entity;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param groups unique ids, in the order in which the user joined
 */
public record UserRow(
    Naming naming,
    Holdings holdings,
    @Nullable Attached boundary,
    List<String> groups,
    List<KeyState> keys)
    implements Holder, Bounded {
  private static final int MAX_ID = 128;

  public UserRow {
    groups = List.copyOf(groups);
    keys = List.copyOf(keys);
  }

  @Override
  public Kind kind() {
    return Kind.USER;
  }

  @Override
  public UserRow with(Holdings changed) {
    return new UserRow(naming, changed, boundary, groups, keys);
  }

  @Override
  public UserRow with(@Nullable Attached changed) {
    return new UserRow(naming, holdings, changed, groups, keys);
  }

  public UserRow with(Naming changed) {
    return new UserRow(changed, holdings, boundary, groups, keys);
  }

  public UserRow withGroups(List<String> changed) {
    return new UserRow(naming, holdings, boundary, changed, keys);
  }

  public UserRow withKeys(List<KeyState> changed) {
    return new UserRow(naming, holdings, boundary, groups, changed);
  }

  public Optional<KeyState> key(String accessKeyId) {
    return keys.stream().filter(key -> key.id().equals(accessKeyId)).findFirst();
  }

  @Override
  public FieldWriter encode() {
    FieldWriter record = Fields.record();
    naming.write(record);
    holdings.write(record);
    return record
        .nullable(boundary, Attached::write)
        .list(groups, FieldWriter::string)
        .list(keys, KeyState::write);
  }

  static UserRow read(FieldReader record) {
    return new UserRow(
        Naming.read(record),
        Holdings.read(record),
        record.nullable(Attached::read),
        record.list(id -> id.string(MAX_ID)),
        record.list(KeyState::read));
  }
}
