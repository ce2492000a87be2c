package dev.coffer.store.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrequencyTest {
  @ParameterizedTest
  @CsvSource({
    "DAILY, 2026-11-23T10:00:00Z, 2026-11-23T23:59:59.999Z, false",
    "DAILY, 2026-11-23T23:59:59.999Z, 2026-11-24T00:00:00Z, true",
    "DAILY, 2026-11-23T10:00:00Z, 2026-11-22T10:00:00Z, false",
    "DAILY, 2026-11-23T10:00:00Z, 2027-11-22T10:00:00Z, true",
    // A Monday, the Saturday and the Sunday after it.
    "WEEKLY, 2026-11-23T10:00:00Z, 2026-11-28T23:59:59Z, false",
    "WEEKLY, 2026-11-23T10:00:00Z, 2026-11-29T00:00:00Z, true",
    "WEEKLY, 2026-11-29T00:00:00Z, 2026-12-05T23:59:59Z, false",
    "WEEKLY, 2026-11-29T23:00:00Z, 2026-12-06T00:00:00Z, true",
    "WEEKLY, 2026-11-29T00:00:00Z, 2026-11-22T00:00:00Z, false"
  })
  void aReportIsDueInANewDayOrFromASundayOn(
      Frequency frequency, Instant last, Instant now, boolean due) {
    assertThat(frequency.due(last, now)).isEqualTo(due);
  }

  @Test
  void theFirstIsDueAtOnce() {
    assertThat(Frequency.DAILY.due(null, Instant.EPOCH)).isTrue();
    assertThat(Frequency.WEEKLY.due(null, Instant.EPOCH)).isTrue();
  }
}
