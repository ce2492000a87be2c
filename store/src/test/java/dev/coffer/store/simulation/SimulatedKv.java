package dev.coffer.store.simulation;

import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;

/** Rows as one process sees them: its turn may end before each call, and itself at any. */
final class SimulatedKv extends ForwardingKv {
  private final Life life;

  SimulatedKv(KvStore kv, Life life) {
    super(kv);
    this.life = life;
  }

  @Override
  protected KvStore kv() {
    life.pass();
    return super.kv();
  }

  @Override
  public Outcome commit(Commit commit) {
    Outcome outcome = super.commit(commit);
    life.pass();
    return outcome;
  }
}
