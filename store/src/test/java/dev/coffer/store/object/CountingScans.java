package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Page;
import java.util.Optional;

/** Another store, whose scanned entries are counted. */
final class CountingScans implements KvStore {
  private final KvStore kv;
  private int entries;

  CountingScans(KvStore kv) {
    this.kv = kv;
  }

  int entries() {
    return entries;
  }

  @Override
  public void create(Index index) {
    kv.create(index);
  }

  @Override
  public boolean exists(Index index) {
    return kv.exists(index);
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    return kv.removeIfEmpty(index);
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    return kv.get(index, key);
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    Page page = kv.scan(index, fromInclusive, limit);
    entries += page.entries().size();
    return page;
  }

  @Override
  public Outcome commit(Commit commit) {
    return kv.commit(commit);
  }

  @Override
  public long counter(Index index, String name) {
    return kv.counter(index, name);
  }

  @Override
  public void close() {
    kv.close();
  }
}
