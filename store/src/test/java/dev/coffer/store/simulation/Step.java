package dev.coffer.store.simulation;

/**
 * What one request did, as its client knows it.
 *
 * @param begun when it was asked, as {@link History} counts
 * @param ended when it was answered, or when its process had ended; {@link #NEVER} when nobody
 *     knows when it took place
 * @param sure false when it may not have taken place at all
 */
record Step(Effect effect, long begun, long ended, boolean sure) {
  static final long NEVER = Long.MAX_VALUE;

  Step with(Effect other) {
    return new Step(other, begun, ended, sure);
  }

  /** The same before its answer. */
  Step open() {
    return new Step(effect, begun, NEVER, false);
  }

  /** The same when its process has ended: from then on it does not take place any more. */
  Step endedBy(long now) {
    return ended == NEVER ? new Step(effect, begun, now, sure) : this;
  }
}
