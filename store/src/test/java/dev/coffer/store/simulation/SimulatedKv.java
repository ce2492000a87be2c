package dev.coffer.store.simulation;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import java.util.SplittableRandom;

/**
 * Rows as one process sees them: its turn may end before each call and between the write and the
 * sync of a commit, and itself at any. Calls fail now and then, and what nobody hears of takes
 * long.
 */
final class SimulatedKv extends ForwardingKv {
  private static final int FAILS_PERMILLE = 3;
  private static final int LONGEST_WAIT = 150;

  private final Log log;
  private final Life life;
  private final SplittableRandom random;

  SimulatedKv(Log log, Life life, SplittableRandom random) {
    super(log.disk());
    this.log = log;
    this.life = life;
    this.random = random;
  }

  @Override
  protected KvStore kv() {
    life.pass();
    if (life.busy() && random.nextInt(1000) < FAILS_PERMILLE) {
      throw new Unavailable("the disk has failed");
    }
    return super.kv();
  }

  @Override
  public Outcome commit(Commit commit) {
    kv();
    Log.Entry entry = log.write(commit);
    life.pass();
    Outcome outcome = log.sync(entry);
    int wait = outcome instanceof Outcome.Unknown ? random.nextInt(LONGEST_WAIT) : 0;
    for (int i = 0; i <= wait; i++) {
      life.pass();
    }
    return outcome;
  }
}
