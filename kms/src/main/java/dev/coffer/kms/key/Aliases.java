package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The aliases of this installation, by account.
 *
 * <p>Rows in group {@code kms-aliases/‹account›}: {@code n‹name›} the sealed alias; {@code k‹key
 * id›‹name›} that a key has it; {@code c‹key id›} how many it has. Source:
 * docs/formats/kms-key-v1.md §4.
 */
public final class Aliases {
  private static final String GROUP = "kms-aliases/";
  private static final int MAX_PLAIN = 100;
  private static final Bytes BY_NAME = Bytes.utf8("n");

  private final Rows rows;

  public Aliases(Rows rows) {
    this.rows = rows;
  }

  /** The alias of this name. */
  public Optional<Alias> find(String account, String name) {
    return rows.get(group(account), byName(name)).map(row -> read(account, byName(name), row));
  }

  /**
   * Adds an alias.
   *
   * @return false when there is one with its name, or its key has so many already
   * @throws Contended when somebody else changed the key's aliases meanwhile
   */
  public boolean add(Alias alias, int maxOfKey) {
    Bytes group = group(alias.account());
    Optional<Bytes> counted = rows.get(group, count(alias.target()));
    if (Rows.count(counted) >= maxOfKey || rows.get(group, byName(alias.name())).isPresent()) {
      return false;
    }
    var change =
        rows.in(group)
            .expectAbsent(byName(alias.name()))
            .put(byName(alias.name()), row(alias))
            .put(byKey(alias.target(), alias.name()), Bytes.utf8(alias.name()));
    rows.commit(rows.recount(change, count(alias.target()), counted, 1), byName(alias.name()));
    return true;
  }

  /**
   * Lets an alias name another key, or the same at another time.
   *
   * @return false when that key has so many others already
   * @throws Contended when it is not as it was read, or somebody else changed the keys' aliases
   */
  public boolean retarget(Alias before, Alias after, int maxOfKey) {
    Bytes group = group(before.account());
    Bytes name = byName(before.name());
    var change = rows.in(group).expectEqual(name, required(before)).put(name, row(after));
    if (!before.target().equals(after.target())) {
      Bytes less = count(before.target());
      Bytes more = count(after.target());
      Optional<Bytes> counted = rows.get(group, more);
      if (Rows.count(counted) >= maxOfKey) {
        return false;
      }
      change
          .delete(byKey(before.target(), before.name()))
          .put(byKey(after.target(), after.name()), Bytes.utf8(after.name()));
      rows.recount(change, less, rows.get(group, less), -1);
      rows.recount(change, more, counted, 1);
    }
    rows.commit(change, name);
    return true;
  }

  /**
   * Removes an alias.
   *
   * @throws Contended when it is not as it was read
   */
  public void remove(Alias alias) {
    Bytes group = group(alias.account());
    Bytes counting = count(alias.target());
    var change =
        rows.in(group)
            .expectEqual(byName(alias.name()), required(alias))
            .delete(byName(alias.name()))
            .delete(byKey(alias.target(), alias.name()));
    rows.commit(rows.recount(change, counting, rows.get(group, counting), -1), counting);
  }

  /** The stored row, when it still is this alias. */
  private Bytes required(Alias alias) {
    Bytes row = rows.get(group(alias.account()), byName(alias.name())).orElseThrow(Contended::new);
    if (!read(alias.account(), byName(alias.name()), row).equals(alias)) {
      throw new Contended();
    }
    return row;
  }

  /** At most so many aliases of an account by name, after one when it is given. */
  public List<Alias> list(String account, @Nullable String after, int limit) {
    Iterator<Entry> entries =
        rows.suffixes(group(account), BY_NAME, after == null ? null : byName(after));
    List<Alias> listed = new ArrayList<>();
    while (entries.hasNext() && listed.size() < limit) {
      Entry entry = entries.next();
      listed.add(read(account, entry.key().suffix(), entry.value()));
    }
    return listed;
  }

  /** At most so many aliases of a key by name, after one when it is given. */
  public List<Alias> of(String account, KeyId target, @Nullable String after, int limit) {
    Bytes prefix = Bytes.utf8("k" + target);
    Iterator<Entry> entries =
        rows.suffixes(group(account), prefix, after == null ? null : byKey(target, after));
    List<Alias> listed = new ArrayList<>();
    while (entries.hasNext() && listed.size() < limit) {
      find(account, entries.next().value().toUtf8())
          .filter(alias -> alias.target().equals(target))
          .ifPresent(listed::add);
    }
    return listed;
  }

  /** Forgets how many aliases a key has that has none and is gone. */
  public void forget(String account, KeyId target) {
    rows.repeat(rows.in(group(account)).delete(count(target)));
  }

  private Alias read(String account, Bytes suffix, Bytes row) {
    var outer = new FieldReader(row);
    if (outer.u8() != RecordSeal.VERSION) {
      throw new Corrupt("an alias has an unknown version");
    }
    String name = outer.string();
    Bytes sealed = outer.bytes();
    outer.requireEnd();
    if (!byName(name).equals(suffix)) {
      throw new Corrupt("an alias stands in the place of another");
    }
    var reader = new FieldReader(rows.seal().open(sealed, List.of("alias", account, name)));
    var alias =
        new Alias(
            account,
            name,
            Decoded.keyId(reader.string()),
            Instant.ofEpochMilli(reader.u64()),
            Instant.ofEpochMilli(reader.u64()));
    reader.requireEnd();
    return alias;
  }

  private Bytes row(Alias alias) {
    Bytes record =
        new FieldWriter()
            .string(alias.target().text())
            .u64(alias.created().toEpochMilli())
            .u64(alias.updated().toEpochMilli())
            .toBytes();
    List<String> place = List.of("alias", alias.account(), alias.name());
    return new FieldWriter()
        .u8(RecordSeal.VERSION)
        .string(alias.name())
        .bytes(rows.seal().seal(record, place))
        .toBytes();
  }

  static Bytes group(String account) {
    return Bytes.utf8(GROUP + account);
  }

  static Bytes byName(String name) {
    return BY_NAME.concat(ordered(name));
  }

  private static Bytes byKey(KeyId target, String name) {
    return Bytes.utf8("k" + target).concat(ordered(name));
  }

  private static Bytes count(KeyId target) {
    return Bytes.utf8("c" + target);
  }

  /** A name as part of a suffix: a long one is cut, and told from others by its digest. */
  private static Bytes ordered(String name) {
    if (name.length() <= MAX_PLAIN) {
      return Bytes.utf8(name);
    }
    return Bytes.utf8(name.substring(0, MAX_PLAIN)).concat(digest(name));
  }

  static Bytes digest(String text) {
    try {
      return Bytes.copyOf(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }
}
