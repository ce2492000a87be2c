package dev.coffer.kms.key;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of the key service are kept, sealed.
 *
 * @param index one that exists; groups that begin with {@code kms-} are ours
 */
public record Rows(KvStore store, Index index, RecordSeal seal) {
  private static final int PAGE = 256;

  Commit.Builder in(Bytes group) {
    return Commit.in(index, group);
  }

  Optional<Bytes> get(Bytes group, Bytes suffix) {
    return store.get(index, new Key(group, suffix));
  }

  /**
   * Commits a change that puts a row with a revision in it.
   *
   * @throws Contended when an expectation does not hold
   * @throws Unavailable when nobody knows whether it was applied
   */
  void commit(Commit.Builder change, Bytes tokenRow) {
    settled(Settle.commit(store, change.build(), tokenRow));
  }

  /** Commits a change that does no harm when it is applied twice. */
  void repeat(Commit.Builder change) {
    settled(Settle.repeatable(store, change.build()));
  }

  /** As {@link #repeat}, where a broken expectation shows that it is done. */
  void remove(Commit.Builder change) {
    try {
      repeat(change);
    } catch (Contended gone) {
      return;
    }
  }

  private static void settled(Outcome outcome) {
    switch (outcome) {
      case Outcome.Done _ -> {}
      case Outcome.Conflict _ -> throw new Contended();
      case Outcome.NoIndex _ ->
          throw new IllegalStateException("the system's index has not been created");
      case Outcome.Unknown unknown ->
          throw new Unavailable("nobody knows whether the row was stored", unknown.cause());
    }
  }

  /** All entries whose group begins so, from a group on. */
  Iterator<Entry> groups(String prefix, Bytes fromGroup) {
    Bytes begin = Bytes.utf8(prefix);
    Iterator<Entry> entries = KvScan.entries(store, index, Key.startOf(fromGroup), PAGE);
    return new Limited(entries, entry -> entry.key().group().startsWith(begin));
  }

  /** The entries of a group whose suffix begins so, after a suffix when one is given. */
  Iterator<Entry> suffixes(Bytes group, Bytes prefix, @Nullable Bytes after) {
    Key from = after == null ? first(group, prefix) : new Key(group, after).after();
    Iterator<Entry> entries = KvScan.group(store, index, from);
    return new Limited(entries, entry -> entry.key().suffix().startsWith(prefix));
  }

  private static Key first(Bytes group, Bytes prefix) {
    return prefix.isEmpty() ? Key.startOf(group) : new Key(group, prefix);
  }

  /** A number that is counted in a row of its own; zero when there is none. */
  static long count(Optional<Bytes> row) {
    if (row.isEmpty()) {
      return 0;
    }
    var reader = new FieldReader(row.get());
    if (reader.u8() != RecordSeal.VERSION) {
      throw new Corrupt("a counting row has an unknown version");
    }
    RecordSeal.readRevision(reader);
    long count = reader.u32();
    reader.requireEnd();
    return count;
  }

  /** Expects a counting row as it was read and puts it anew. */
  Commit.Builder recount(Commit.Builder change, Bytes suffix, Optional<Bytes> row, long delta) {
    row.ifPresentOrElse(
        known -> change.expectEqual(suffix, known), () -> change.expectAbsent(suffix));
    return change.put(
        suffix,
        new FieldWriter()
            .u8(RecordSeal.VERSION)
            .bytes(seal.revision())
            .u32(count(row) + delta)
            .toBytes());
  }
}
