package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The entities of one kind: a row each under their unique id, and a row that claims the name.
 *
 * @param <E> their record
 */
public final class Entities<E extends Entity> {
  public static final Entities<UserRow> USERS = new Entities<>(Kind.USER, UserRow::read);
  public static final Entities<GroupRow> GROUPS = new Entities<>(Kind.GROUP, GroupRow::read);
  public static final Entities<RoleRow> ROLES = new Entities<>(Kind.ROLE, RoleRow::read);
  public static final Entities<PolicyRow> POLICIES = new Entities<>(Kind.POLICY, PolicyRow::read);

  private static final int MAX_ID = 128;

  private final Kind kind;
  private final Function<FieldReader, E> read;

  private Entities(Kind kind, Function<FieldReader, E> read) {
    this.kind = kind;
    this.read = read;
  }

  public Kind kind() {
    return kind;
  }

  public Optional<E> byId(Rows rows, String id) {
    return rows.get(row(id)).map(this::decode);
  }

  /** The entity of exactly this name, case included. */
  public Optional<E> byName(Rows rows, String name) {
    return claimant(rows, name).filter(entity -> entity.name().equals(name));
  }

  /** The entity whose name is this or differs in case only. */
  public Optional<E> claimant(Rows rows, String name) {
    return rows.get(names() + name.toLowerCase(Locale.ROOT)).map(claim -> claimed(rows, claim));
  }

  /** The entity of this ARN, path and case included. */
  public Optional<E> byArn(Rows rows, String arn) {
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    return byName(rows, name).filter(entity -> entity.arn(rows.accountId()).equals(arn));
  }

  /**
   * Those whose names follow, in the order of their names in lower case.
   *
   * @param after a name in lower case; empty for the first ones
   */
  public List<E> following(Rows rows, String after, int limit) {
    return rows.suffixes(names(), after, limit).stream()
        .map(name -> claimed(rows, rows.get(names() + name).orElseThrow(Entities::torn)))
        .toList();
  }

  /** A new entity; its name must be free. */
  public void add(Change change, E entity) {
    claim(change, entity);
    put(change, entity);
    change.head(change.head().plus(kind, 1));
  }

  /** The same entity changed. */
  public void put(Change change, E entity) {
    change.put(row(entity.id()), entity.encode());
  }

  /** The same entity under another name, which must be free, or under another path. */
  public void rename(Change change, E before, E after) {
    change.delete(names() + before.naming().claim());
    claim(change, after);
    put(change, after);
  }

  public void remove(Change change, E entity) {
    change.delete(names() + entity.naming().claim());
    change.delete(row(entity.id()));
    change.head(change.head().plus(kind, -1));
  }

  private void claim(Change change, E entity) {
    FieldWriter claim = Fields.record().string(entity.id());
    change.put(names() + entity.naming().claim(), claim);
  }

  private E claimed(Rows rows, Bytes claim) {
    FieldReader record = Fields.reader(claim);
    String id = record.string(MAX_ID);
    record.requireEnd();
    return byId(rows, id).orElseThrow(Entities::torn);
  }

  private E decode(Bytes row) {
    FieldReader record = Fields.reader(row);
    E entity = read.apply(record);
    record.requireEnd();
    return entity;
  }

  /** Within one moment there is no claim without its entity. */
  private static Corrupt torn() {
    return new Corrupt("a claimed name has no entity");
  }

  private String row(String id) {
    return "e" + kind.letter() + "/" + id;
  }

  private String names() {
    return "n" + kind.letter() + "/";
  }
}
