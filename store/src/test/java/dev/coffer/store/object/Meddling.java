package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Page;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Another store, where something is done once, right before a row of some kind is read. */
final class Meddling implements KvStore {
  private final KvStore kv;
  private final AtomicReference<@Nullable Meddler> next = new AtomicReference<>();

  private record Meddler(Bytes suffixPrefix, Runnable action) {}

  Meddling(KvStore kv) {
    this.kv = kv;
  }

  /** Does it before the next read of a row whose suffix begins so. */
  void beforeReading(Bytes suffixPrefix, Runnable action) {
    next.set(new Meddler(suffixPrefix, action));
  }

  /** Whether what was asked for last was done. */
  boolean done() {
    return next.get() == null;
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    Meddler meddler = next.get();
    if (meddler != null
        && key.suffix().startsWith(meddler.suffixPrefix())
        && next.compareAndSet(meddler, null)) {
      meddler.action().run();
    }
    return kv.get(index, key);
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
  public Page scan(Index index, Key fromInclusive, int limit) {
    return kv.scan(index, fromInclusive, limit);
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
