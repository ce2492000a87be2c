package dev.coffer.store.object;

import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import java.util.List;

/** Another store, whose callers' waits for commits are counted. */
final class CountingCommits extends ForwardingKv {
  private int waits;

  CountingCommits(KvStore kv) {
    super(kv);
  }

  int waits() {
    return waits;
  }

  void reset() {
    waits = 0;
  }

  @Override
  public Outcome commit(Commit commit) {
    waits++;
    return super.commit(commit);
  }

  @Override
  public Outcome commitAfter(Commit first, Commit then) {
    waits++;
    return kv().commitAfter(first, then);
  }

  @Override
  public List<Outcome> commitEach(List<Commit> commits) {
    waits += commits.isEmpty() ? 0 : 1;
    return kv().commitEach(commits);
  }
}
