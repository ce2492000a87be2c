package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Page;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store in front of which the process ends: from some call on, every call throws, as nothing
 * would be called any more.
 */
final class Breaking implements KvStore {
  static final int NEVER = Integer.MAX_VALUE;

  private final KvStore kv;
  private final Supplier<? extends RuntimeException> end;
  private int left = NEVER;

  Breaking(KvStore kv, Supplier<? extends RuntimeException> end) {
    this.kv = kv;
    this.end = end;
  }

  /** So many calls are still made. */
  void breakAfter(int calls) {
    left = calls;
  }

  private KvStore alive() {
    if (left == 0) {
      throw end.get();
    }
    left -= left == NEVER ? 0 : 1;
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
    return alive().commit(commit);
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
