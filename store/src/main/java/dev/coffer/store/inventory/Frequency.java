package dev.coffer.store.inventory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/** How often a report is made: the first at once, then one in each day, or from each Sunday on. */
public enum Frequency {
  DAILY("Daily"),
  WEEKLY("Weekly");

  private final String wireName;

  Frequency(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /**
   * Whether a report is due. Days are UTC's.
   *
   * @param last when the last one began; null before the first
   */
  public boolean due(@Nullable Instant last, Instant now) {
    return last == null || began(now).isAfter(began(last));
  }

  private LocalDate began(Instant time) {
    LocalDate day = time.atZone(ZoneOffset.UTC).toLocalDate();
    return this == DAILY ? day : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
  }
}
