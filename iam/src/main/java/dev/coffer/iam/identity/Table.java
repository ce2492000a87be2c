package dev.coffer.iam.identity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Optional;

/** Rows of one kind in the system's index: group {@code kind/id}, one row, a version in front. */
record Table(KvStore store, Index index, String kind) {
  private static final Bytes ROW = Bytes.utf8("row");
  static final int VERSION = 1;

  /** Begins a record of this table. */
  static FieldWriter record() {
    return new FieldWriter().u8(VERSION);
  }

  /** A reader behind the version, which must be a known one. */
  Optional<FieldReader> find(String id) {
    return store.get(index, new Key(group(id), ROW)).map(this::reader);
  }

  /** Whether the row was put; false when there is one already. */
  boolean add(String id, FieldWriter record) {
    Bytes value = record.toBytes();
    Commit commit = Commit.in(index, group(id)).expectAbsent(ROW).put(ROW, value).build();
    return switch (Settle.commit(store, commit, ROW)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ ->
          throw new IllegalStateException("the system's index has not been created");
      case Outcome.Unknown _ -> throw new Unavailable("nobody knows whether the row was stored");
    };
  }

  /** Removes a row; an absent one is no error. */
  void remove(String id) {
    Commit commit = Commit.in(index, group(id)).delete(ROW).build();
    switch (Settle.repeatable(store, commit)) {
      case Outcome.Done _ -> {}
      case Outcome.Conflict _, Outcome.NoIndex _ ->
          throw new IllegalStateException("a row could not be removed");
      case Outcome.Unknown _ -> throw new Unavailable("nobody knows whether the row was removed");
    }
  }

  private FieldReader reader(Bytes value) {
    var reader = new FieldReader(value);
    int version = reader.u8();
    if (version != VERSION) {
      throw new Corrupt("row has an unknown version").with("kind", kind).with("version", version);
    }
    return reader;
  }

  private Bytes group(String id) {
    return Bytes.utf8(kind + "/" + id);
  }
}
