package dev.coffer.iam.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and moments as policies and requests write them.
 *
 * <p>A number is decimal without exponent, at most 40 characters. A moment is a count of seconds
 * since 1970 or one of the W3C's forms of ISO 8601: a year, a month, a day, a time with or without
 * seconds and a zone, UTC when it has none. Both regular expressions are without alternatives that
 * overlap, so their work is linear.
 */
final class Scalars {
  private static final int MAX_CHARS = 40;
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?"
              + "(?:[Tt](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?"
              + "([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private Scalars() {}

  static @Nullable BigDecimal findNumber(String text) {
    return text.length() <= MAX_CHARS && NUMBER.matcher(text).matches()
        ? new BigDecimal(text)
        : null;
  }

  /** Seconds since 1970. */
  static @Nullable BigDecimal findSeconds(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    boolean dated = text.indexOf('-', 1) > 0 || text.indexOf('T') > 0 || text.indexOf('t') > 0;
    if (!dated) {
      return findNumber(text);
    }
    Matcher found = MOMENT.matcher(text);
    return found.matches() ? seconds(found) : null;
  }

  private static @Nullable BigDecimal seconds(Matcher found) {
    try {
      var day = LocalDate.of(part(found, 1, 0), part(found, 2, 1), part(found, 3, 1));
      var time = LocalTime.of(part(found, 4, 0), part(found, 5, 0), part(found, 6, 0));
      String zone = found.group(8);
      var offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone.toUpperCase(Locale.ROOT));
      var whole = BigDecimal.valueOf(day.atTime(time).toEpochSecond(offset));
      return found.group(7) == null ? whole : whole.add(new BigDecimal("0." + found.group(7)));
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static int part(Matcher found, int group, int otherwise) {
    String digits = found.group(group);
    return digits == null ? otherwise : Integer.parseInt(digits);
  }
}
