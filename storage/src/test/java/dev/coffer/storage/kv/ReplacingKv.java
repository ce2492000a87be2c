package dev.coffer.storage.kv;

import dev.coffer.storage.Unavailable;

/** Loses the answer to the first commit, whose effect somebody else then replaces. */
final class ReplacingKv extends ForwardingKv {
  private final Commit replacement;
  private boolean lost;

  ReplacingKv(KvStore kv, Commit replacement) {
    super(kv);
    this.replacement = replacement;
  }

  @Override
  public Outcome commit(Commit commit) {
    if (lost) {
      return super.commit(commit);
    }
    lost = true;
    untilDone(commit);
    untilDone(replacement);
    return new Outcome.Unknown(new Unavailable("no answer"));
  }

  private void untilDone(Commit commit) {
    Outcome outcome = super.commit(commit);
    while (outcome instanceof Outcome.Unknown) {
      outcome = super.commit(commit);
    }
  }
}
