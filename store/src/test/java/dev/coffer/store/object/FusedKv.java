package dev.coffer.store.object;

import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;

/** Another store, before and behind which the process may end; a commit then is there, or not. */
final class FusedKv extends ForwardingKv {
  private final Fuse fuse;

  FusedKv(KvStore kv, Fuse fuse) {
    super(kv);
    this.fuse = fuse;
  }

  @Override
  protected KvStore kv() {
    fuse.pass();
    return super.kv();
  }

  @Override
  public Outcome commit(Commit commit) {
    Outcome outcome = super.commit(commit);
    fuse.pass();
    return outcome;
  }
}
