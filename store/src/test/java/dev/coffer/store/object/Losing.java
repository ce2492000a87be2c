package dev.coffer.store.object;

import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A store that loses one commit, and lets others come before it says that it does not know. */
final class Losing extends ForwardingKv {
  private final Predicate<Commit> which;
  private @Nullable Runnable meanwhile;

  Losing(KvStore kv, Predicate<Commit> which) {
    super(kv);
    this.which = which;
  }

  /** Loses the next of those. */
  void lose(Runnable others) {
    meanwhile = others;
  }

  @Override
  public Outcome commit(Commit commit) {
    Runnable others = meanwhile;
    if (others == null || !which.test(commit)) {
      return super.commit(commit);
    }
    meanwhile = null;
    others.run();
    return new Outcome.Unknown(new Unavailable("no answer"));
  }
}
