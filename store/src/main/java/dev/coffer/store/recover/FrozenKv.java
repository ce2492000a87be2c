package dev.coffer.store.recover;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Page;
import java.util.Optional;

/** Rows that can be read and not changed, whoever asks. Closing it leaves them open. */
final class FrozenKv implements KvStore {
  private final KvStore rows;

  FrozenKv(KvStore rows) {
    this.rows = rows;
  }

  @Override
  public void create(Index index) {
    throw frozen();
  }

  @Override
  public boolean exists(Index index) {
    return rows.exists(index);
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    throw frozen();
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    return rows.get(index, key);
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    return rows.scan(index, fromInclusive, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    throw frozen();
  }

  @Override
  public long counter(Index index, String name) {
    return rows.counter(index, name);
  }

  @Override
  public void close() {
    // The owner of the rows closes them.
  }

  private static IllegalStateException frozen() {
    return new IllegalStateException("a recovery changes no row");
  }
}
