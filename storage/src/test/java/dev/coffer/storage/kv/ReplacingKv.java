package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.Optional;

/** Loses the answer to the first commit, whose effect somebody else then replaces. */
final class ReplacingKv implements KvStore {
  private final KvStore kv;
  private final Commit replacement;
  private boolean lost;

  ReplacingKv(KvStore kv, Commit replacement) {
    this.kv = kv;
    this.replacement = replacement;
  }

  @Override
  public Outcome commit(Commit commit) {
    if (lost) {
      return kv.commit(commit);
    }
    lost = true;
    untilDone(commit);
    untilDone(replacement);
    return new Outcome.Unknown(new Unavailable("no answer"));
  }

  private void untilDone(Commit commit) {
    Outcome outcome = kv.commit(commit);
    while (outcome instanceof Outcome.Unknown) {
      outcome = kv.commit(commit);
    }
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
    return kv.scan(index, fromInclusive, limit);
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
