package dev.coffer.store.lock;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * For how long a bucket keeps versions about which their writer said nothing.
 *
 * <p>Shape in a row: u8 mode, u8 unit (1 days, 2 years), u32 count. A day has 24 hours; years are
 * calendar years in UTC. Source: docs/formats/metadata-v1.md §4.
 *
 * @param count of the unit, 1 or more
 */
public record DefaultRetention(LockMode mode, Unit unit, int count) {
  /** What a period is counted in. */
  public enum Unit {
    DAYS(1, 36_500),
    YEARS(2, 100);

    private final int code;
    private final int most;

    Unit(int code, int most) {
      this.code = code;
      this.most = most;
    }

    /** The longest period. */
    int most() {
      return most;
    }

    private static Unit of(int code) {
      return switch (code) {
        case 1 -> DAYS;
        case 2 -> YEARS;
        default -> throw new Corrupt("a period's unit is unknown").with("code", code);
      };
    }
  }

  /** The period of a version that begins then. */
  public Period from(Instant start) {
    Instant until =
        switch (unit) {
          case DAYS -> start.plus(Duration.ofDays(count));
          case YEARS -> start.atOffset(ZoneOffset.UTC).plusYears(count).toInstant();
        };
    return new Period(mode, Instant.ofEpochMilli(until.toEpochMilli()));
  }

  void write(FieldWriter out) {
    out.u8(mode.code()).u8(unit.code).u32(count);
  }

  static DefaultRetention read(FieldReader in) {
    var read = new DefaultRetention(LockMode.of(in.u8()), Unit.of(in.u8()), (int) in.u32());
    if (read.count < 1 || read.count > read.unit.most) {
      throw new Corrupt("a default period is too short or too long");
    }
    return read;
  }
}
