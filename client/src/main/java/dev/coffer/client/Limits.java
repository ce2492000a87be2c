package dev.coffer.client;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param attempt from the first byte sent to the last byte of the answer
 * @param total all attempts and the pauses between them
 */
record Limits(Duration attempt, Duration total) {
  static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(90));

  Limits {
    positive(attempt);
    positive(total);
  }

  static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a time-out is positive and at most a day");
    }
    return duration;
  }
}
