package dev.coffer.store.simulation;

import dev.coffer.store.lock.DefaultRetention;
import dev.coffer.store.lock.LockMode;
import dev.coffer.store.lock.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A retention period as far as it is known: a default one begins at some moment of a request.
 *
 * @param earliest when it ends, at the earliest
 * @param latest when it ends, at the latest
 */
record Term(LockMode mode, Instant earliest, Instant latest) {
  static Term of(Period period) {
    return new Term(period.mode(), period.until(), period.until());
  }

  /** One in days that began between those times. */
  static Term of(DefaultRetention kept, Instant first, Instant last) {
    return new Term(kept.mode(), end(first, kept.count()), end(last, kept.count()));
  }

  private static Instant end(Instant begin, int days) {
    return begin.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether it may have ended by then. */
  boolean mayBeOver(Instant now) {
    return !now.isBefore(earliest);
  }

  /** Whether it may bind then. */
  boolean mayBind(Instant now) {
    return now.isBefore(latest);
  }

  /** Whether another may be as strict, or stricter. */
  boolean mayBecome(@Nullable Period next) {
    return isAtLeast(next, earliest);
  }

  /** Whether another may be less strict. */
  boolean mayRefuse(@Nullable Period next) {
    return !isAtLeast(next, latest);
  }

  private boolean isAtLeast(@Nullable Period next, Instant end) {
    return next != null && next.mode() == mode && !next.until().isBefore(end);
  }

  /** Whether it may be that one. */
  boolean mayBe(@Nullable Period shown) {
    return shown != null
        && shown.mode() == mode
        && !shown.until().isBefore(earliest)
        && !shown.until().isAfter(latest);
  }
}
