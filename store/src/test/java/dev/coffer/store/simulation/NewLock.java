package dev.coffer.store.simulation;

import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.DefaultRetention;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Function;

/**
 * The lock of a version that is made by a request: what that asks for, else the bucket's default.
 *
 * @param begun when the request was asked
 * @param first the time then
 */
record NewLock(Plan plan, Lock asked, long begun, Instant first) {
  /** Of a request that is asked now. */
  static NewLock of(Plan plan, Lock asked) {
    return new NewLock(plan, asked, plan.history().now(), plan.now());
  }

  /** What is done, with each lock that the version may have got by now. */
  Effect each(Function<Lock, Effect> made) {
    return plan.kind() != Kind.LOCKED || asked.term() != null
        ? made.apply(asked)
        : Effect.anyOf(
            plan.defaults().possible(begun).stream()
                .map(this::by)
                .sorted(Comparator.comparing(Lock::toString))
                .map(made)
                .toList());
  }

  private Lock by(BucketLock bucket) {
    DefaultRetention kept = bucket.byDefault();
    return kept == null ? asked : asked.with(Term.of(kept, first, plan.now()));
  }
}
