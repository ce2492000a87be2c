package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.Optional;

/**
 * Another store, for what stands in front of one and changes or watches some of its calls. Every
 * call goes to {@link #kv()}, but closing to the store itself.
 */
public abstract class ForwardingKv implements KvStore {
  private final KvStore kv;

  protected ForwardingKv(KvStore kv) {
    this.kv = kv;
  }

  /** The store for a call; whoever has something to do at each of them does it here. */
  protected KvStore kv() {
    return kv;
  }

  @Override
  public void create(Index index) {
    kv().create(index);
  }

  @Override
  public boolean exists(Index index) {
    return kv().exists(index);
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    return kv().removeIfEmpty(index);
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    return kv().get(index, key);
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    return kv().scan(index, fromInclusive, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    return kv().commit(commit);
  }

  @Override
  public long counter(Index index, String name) {
    return kv().counter(index, name);
  }

  @Override
  public void close() {
    kv.close();
  }
}
