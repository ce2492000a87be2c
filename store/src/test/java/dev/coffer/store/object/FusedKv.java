package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Page;
import java.util.Optional;

/** Another store, before and behind which the process may end; a commit then is there, or not. */
record FusedKv(KvStore kv, Fuse fuse) implements KvStore {
  private KvStore alive() {
    fuse.pass();
    return kv;
  }

  @Override
  public void create(Index index) {
    alive().create(index);
  }

  @Override
  public boolean exists(Index index) {
    return alive().exists(index);
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    return alive().removeIfEmpty(index);
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    return alive().get(index, key);
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    return alive().scan(index, fromInclusive, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    Outcome outcome = alive().commit(commit);
    fuse.pass();
    return outcome;
  }

  @Override
  public long counter(Index index, String name) {
    return alive().counter(index, name);
  }

  @Override
  public void close() {
    kv.close();
  }
}
