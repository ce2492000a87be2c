package dev.coffer.store.logging;

import dev.coffer.wire.http.Percent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text in a log line. What could end a field (a space in a word, a quotation mark between such), a
 * line (controls) or a reader's patience (more than {@value #MAX_CHARS} characters) does not get
 * through; what is not ASCII is coded too, so that every line is ASCII.
 */
final class LogText {
  static final int MAX_CHARS = 8192;

  private static final String NOTHING = "-";

  private LogText() {}

  /** A field between spaces. */
  static String word(@Nullable String text) {
    return text == null || text.isEmpty() ? NOTHING : coded(text, true);
  }

  /** A key, percent-coded but for its slashes. */
  static String key(@Nullable String key) {
    return key == null || key.isEmpty() ? NOTHING : Percent.encodePath(key);
  }

  /** A field between quotation marks. */
  static String quoted(@Nullable String text) {
    return '"' + (text == null || text.isEmpty() ? NOTHING : coded(text, false)) + '"';
  }

  private static String coded(String text, boolean word) {
    var coded = new StringBuilder(Math.min(text.length(), MAX_CHARS));
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (coded.length() >= MAX_CHARS) {
        break;
      }
      boolean plain = one > ' ' && one < 0x7f && one != '"';
      if (plain || (one == ' ' && !word)) {
        coded.append((char) one);
      } else {
        coded.append('%').append(hex(one >> 4)).append(hex(one));
      }
    }
    return coded.toString();
  }

  private static char hex(int digit) {
    return Character.toUpperCase(Character.forDigit(digit & 0xf, 16));
  }
}
