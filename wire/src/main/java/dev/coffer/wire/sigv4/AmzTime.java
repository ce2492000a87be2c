package dev.coffer.wire.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The instants of SigV4: {@code 20130524T000000Z}, and the dates of scopes: {@code 20130524}. */
public final class AmzTime {
  private static final Pattern BASIC = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private AmzTime() {}

  static String format(Instant time) {
    return INSTANT.format(time);
  }

  static String date(Instant time) {
    return DATE.format(time);
  }

  /** Reads the basic form only. */
  public static Optional<Instant> parse(String text) {
    if (!BASIC.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(text, INSTANT).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  /** Reads a {@code Date} header: RFC 1123, or the basic form as some clients put there. */
  static Optional<Instant> parseHttpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException notRfc1123) {
      return parse(text);
    }
  }
}
