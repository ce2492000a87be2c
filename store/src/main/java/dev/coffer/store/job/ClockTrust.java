package dev.coffer.store.job;

import dev.coffer.store.bucket.LifecycleClock;
import dev.coffer.store.bucket.LifecycleClock.Times;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the clock is believed. One that is more than a day ahead of what was seen is, when it has
 * been for an hour; one that is behind is not.
 */
final class ClockTrust {
  private static final Logger LOG = LoggerFactory.getLogger(ClockTrust.class);
  private static final Duration LEAP = Duration.ofDays(1);
  private static final Duration PROBATION = Duration.ofHours(1);

  private final LifecycleClock clock;
  private final LongSupplier ticks;
  private boolean leapt;
  private long since;

  ClockTrust(LifecycleClock clock, LongSupplier ticks) {
    this.clock = clock;
    this.ticks = ticks;
  }

  /** The times, when they may be acted by; a leap is not noted before it is believed. */
  Optional<Times> look() {
    if (clock.leap().compareTo(LEAP) <= 0) {
      leapt = false;
    } else if (!leapt) {
      LOG.warn("the clock is more than a day ahead of what was seen; nothing expires for an hour");
      leapt = true;
      since = ticks.getAsLong();
    }
    if (leapt && ticks.getAsLong() - since < PROBATION.toNanos()) {
      return Optional.empty();
    }
    leapt = false;
    Times times = clock.look();
    if (times.behind()) {
      LOG.warn("the clock is behind what was seen; nothing expires until it is right or accepted");
      return Optional.empty();
    }
    return Optional.of(times);
  }
}
