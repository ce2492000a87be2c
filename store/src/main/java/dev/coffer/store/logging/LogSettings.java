package dev.coffer.store.logging;

import java.time.Duration;

/**
 * When log objects are delivered.
 *
 * @param interval at the latest after which a record is delivered
 * @param objectBytes as much as a log object has; one that is full does not wait
 */
public record LogSettings(Duration interval, int objectBytes) {
  public static final LogSettings USUAL = new LogSettings(Duration.ofMinutes(5), 1 << 20);

  public LogSettings {
    if (interval.isNegative() || interval.isZero() || objectBytes < 1) {
      throw new IllegalArgumentException("log objects have an interval and a size");
    }
  }
}
