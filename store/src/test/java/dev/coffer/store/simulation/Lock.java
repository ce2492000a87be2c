package dev.coffer.store.simulation;

import dev.coffer.store.lock.LockMode;
import dev.coffer.store.lock.Period;
import dev.coffer.wire.s3.ObjectLockHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a version from being removed. When a request was decided is known only to lie between
 * its question and its answer, so each rule is asked of one of these times.
 *
 * @param held by a legal hold
 */
record Lock(boolean held, @Nullable Term term) {
  static final Lock NONE = new Lock(false, null);

  /** Whether the version could be removed at that time or before. */
  boolean mayGo(boolean bypass, Instant latest) {
    return !held && (term == null || passed(term, bypass) || term.mayBeOver(latest));
  }

  /** Whether it had to stay at that time or after. */
  boolean mayStay(boolean bypass, Instant earliest) {
    return held || (term != null && !passed(term, bypass) && term.mayBind(earliest));
  }

  /** Whether the period could become another at that time or before. */
  boolean mayBecome(@Nullable Period next, boolean bypass, Instant latest) {
    return term == null || passed(term, bypass) || term.mayBecome(next) || term.mayBeOver(latest);
  }

  /** Whether it had to stay what it is at that time or after. */
  boolean mayRefuse(@Nullable Period next, boolean bypass, Instant earliest) {
    return term != null && !passed(term, bypass) && term.mayRefuse(next) && term.mayBind(earliest);
  }

  private static boolean passed(Term term, boolean bypass) {
    return bypass && term.mode() == LockMode.GOVERNANCE;
  }

  /** Whether the period may be that one; null for none. */
  boolean mayShow(@Nullable Period period) {
    return term == null ? period == null : term.mayBe(period);
  }

  Lock with(@Nullable Period other) {
    return with(other == null ? null : Term.of(other));
  }

  Lock with(@Nullable Term other) {
    return new Lock(held, other);
  }

  Lock with(boolean hold) {
    return new Lock(hold, term);
  }

  /** As a write asks for it. */
  ObjectLockHeaders headers() {
    return new ObjectLockHeaders(
        term == null ? null : term.mode().name(),
        term == null ? null : term.latest().toString(),
        held ? "ON" : null);
  }
}
