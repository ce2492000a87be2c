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
record Lock(boolean held, @Nullable Period period) {
  static final Lock NONE = new Lock(false, null);

  /** Whether the version could be removed at that time or before. */
  boolean mayGo(boolean bypass, Instant latest) {
    return !held && (period == null || passed(period, bypass) || !period.binds(latest));
  }

  /** Whether it had to stay at that time or after. */
  boolean mayStay(boolean bypass, Instant earliest) {
    return held || (period != null && !passed(period, bypass) && period.binds(earliest));
  }

  /** Whether the period could become another at that time or before. */
  boolean mayBecome(@Nullable Period next, boolean bypass, Instant latest) {
    return period == null
        || passed(period, bypass)
        || isAtLeast(next, period)
        || !period.binds(latest);
  }

  /** Whether it had to stay what it is at that time or after. */
  boolean mayRefuse(@Nullable Period next, boolean bypass, Instant earliest) {
    return period != null
        && !passed(period, bypass)
        && !isAtLeast(next, period)
        && period.binds(earliest);
  }

  private static boolean passed(Period period, boolean bypass) {
    return bypass && period.mode() == LockMode.GOVERNANCE;
  }

  private static boolean isAtLeast(@Nullable Period next, Period before) {
    return next != null && next.mode() == before.mode() && !next.until().isBefore(before.until());
  }

  Lock with(@Nullable Period other) {
    return new Lock(held, other);
  }

  Lock with(boolean hold) {
    return new Lock(hold, period);
  }

  /** As a write asks for it. */
  ObjectLockHeaders headers() {
    return new ObjectLockHeaders(
        period == null ? null : period.mode().name(),
        period == null ? null : period.until().toString(),
        held ? "ON" : null);
  }
}
