package dev.coffer.kms.custody;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps calls from a server that does not answer: open after five failures in a row, then one call
 * every ten seconds tries whether it is back. Safe for many threads.
 */
final class CircuitBreaker {
  static final int FAILURES = 5;
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final InstantSource clock;
  private int failures;
  private Instant next = Instant.MIN;

  CircuitBreaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether a call may be made now; while it is open, the one that may is the trial. */
  synchronized boolean admits() {
    if (failures < FAILURES) {
      return true;
    }
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return false;
    }
    next = now.plus(PAUSE);
    return true;
  }

  /** The server answered, whatever it said. */
  synchronized void answered() {
    failures = 0;
  }

  synchronized void failed() {
    failures = Math.min(failures + 1, FAILURES);
    next = clock.instant().plus(PAUSE);
  }
}
