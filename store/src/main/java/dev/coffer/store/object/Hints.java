package dev.coffer.store.object;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;

/** Rows of the index {@code hints}, by which the sweep finds what a crash may have left. */
final class Hints {
  private Hints() {}

  /** Stores or removes hints. They expect nothing, so an undecided commit is simply repeated. */
  static void store(KvStore kv, Commit commit) {
    if (!(Settle.repeatable(kv, commit) instanceof Outcome.Done)) {
      throw new Unavailable("a hint could not be stored");
    }
  }
}
