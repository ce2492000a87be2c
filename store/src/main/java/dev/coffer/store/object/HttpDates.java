package dev.coffer.store.object;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates as HTTP headers carry them, in whole seconds. Source: RFC 9110 §5.6.7. */
final class HttpDates {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private HttpDates() {}

  /** Empty for what is no date: a condition with it is overlooked, as the RFC says. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(FORMAT.parse(text.strip(), Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  static String format(Instant at) {
    return FORMAT.format(at);
  }
}
