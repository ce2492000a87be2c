package dev.coffer.bench;

import dev.coffer.bench.Figures.Spread;
import java.util.Locale;

/** A line of a comparison's table. */
final class Row {
  static final String HEAD =
      "operation      size clients endpoint          op/s (least–greatest)     MB/s   p50 ms   p99"
          + " ms  CPU us/op client us/op  resident MiB  errors  first : this one";

  private Row() {}

  /** What the first endpoint does beside another stands in the other's line. */
  static String text(Measured each, Measured first) {
    Point point = each.point();
    Spread rate = each.perSecond();
    String ratio = each.isSameAs(first) ? "" : first.ratioTo(each).text(2);
    return String.format(
            Locale.ROOT,
            "%-9s %9s %7d %-12s %9.1f (%.1f–%.1f) %8.1f %8.2f %8.2f %10.0f %12.0f %13d %7d  %s",
            point.operation().text(),
            point.operation().oneSize() ? "" : Figures.size(point.sizeBytes()),
            point.clients(),
            each.endpoint(),
            rate.median(),
            rate.least(),
            rate.greatest(),
            Spread.of(each.results(), Cell.Result::megabytesPerSecond).median(),
            each.millisAt(0.5),
            each.millisAt(0.99),
            Spread.of(each.results(), Cell.Result::cpuMicrosPerOperation).median(),
            Spread.of(each.results(), Cell.Result::clientMicrosPerOperation).median(),
            each.mostResidentMib(),
            each.errors(),
            ratio)
        + error(each);
  }

  private static String error(Measured each) {
    return each.results().stream()
        .map(Cell.Result::firstError)
        .filter(error -> error != null)
        .findFirst()
        .map(error -> "\n          first error: " + error)
        .orElse("");
  }
}
