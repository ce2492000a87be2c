package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The simple types of the wire as text: in headers and queries, and in documents. */
enum Scalar {
  TEXT,
  INTEGER,
  LONG,
  BOOLEAN,
  INSTANT;

  private static final Map<Class<?>, Scalar> BY_TYPE =
      Map.of(
          String.class, TEXT,
          int.class, INTEGER,
          Integer.class, INTEGER,
          long.class, LONG,
          Long.class, LONG,
          boolean.class, BOOLEAN,
          Boolean.class, BOOLEAN,
          Instant.class, INSTANT);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML_DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  static @Nullable Scalar of(Class<?> type) {
    return BY_TYPE.get(type);
  }

  /**
   * Reads a text.
   *
   * @throws MalformedMessage when it is none of this type
   */
  Object parse(String text) {
    try {
      return switch (this) {
        case TEXT -> text;
        case INTEGER -> Integer.valueOf(digits(text));
        case LONG -> Long.valueOf(digits(text));
        case BOOLEAN -> truth(text);
        case INSTANT -> text.indexOf(',') < 0 ? Instant.parse(text) : httpDate(text);
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw new MalformedMessage("not of type " + this, e);
    }
  }

  String inHeader(Object value) {
    return this == INSTANT ? HTTP_DATE.format((Instant) value) : value.toString();
  }

  String inDocument(Object value) {
    return this == INSTANT ? XML_DATE.format((Instant) value) : value.toString();
  }

  private static Instant httpDate(String text) {
    return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
  }

  private static String digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && !(c == '-' && i == 0)) {
        throw new MalformedMessage("not an integer");
      }
    }
    return text;
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedMessage("neither true nor false");
    };
  }
}
