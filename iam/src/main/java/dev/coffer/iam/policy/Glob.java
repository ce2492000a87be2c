package dev.coffer.iam.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern in which {@code *} stands for any run of characters and {@code ?} for one.
 *
 * <p>Matching goes through the text once and back only to the last {@code *}: its work is at most
 * the product of the two lengths, whatever the pattern. The common shapes, a literal and a literal
 * before one last {@code *}, are one comparison.
 */
final class Glob {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] pattern;
  private final @Nullable String literal;
  private final @Nullable String prefix;

  private Glob(int[] pattern) {
    this.pattern = pattern;
    int wild = firstWild(pattern);
    this.literal = wild == pattern.length ? text(pattern, wild) : null;
    boolean lastOnly = wild == pattern.length - 1 && pattern[wild] == ANY;
    this.prefix = lastOnly ? text(pattern, wild) : null;
  }

  /** Of a text whose {@code *} and {@code ?} are wildcards. */
  static Glob of(String text) {
    return new Builder().wild(text).build();
  }

  boolean matches(String text) {
    if (literal != null) {
      return literal.equals(text);
    }
    return prefix != null ? text.startsWith(prefix) : search(text);
  }

  private boolean search(String text) {
    int at = 0;
    int next = 0;
    int afterStar = -1;
    int from = 0;
    while (at < text.length()) {
      if (next < pattern.length && pattern[next] == ANY) {
        afterStar = ++next;
        from = at;
      } else if (next < pattern.length && pattern[next] == ONE) {
        at += width(text, at);
        next++;
      } else if (next < pattern.length && pattern[next] == text.charAt(at)) {
        at++;
        next++;
      } else if (afterStar >= 0) {
        next = afterStar;
        at = ++from;
      } else {
        return false;
      }
    }
    while (next < pattern.length && pattern[next] == ANY) {
      next++;
    }
    return next == pattern.length;
  }

  /** One character outside the basic plane is two units of text. */
  private static int width(String text, int at) {
    return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))
        ? 2
        : 1;
  }

  private static int firstWild(int[] pattern) {
    int at = 0;
    while (at < pattern.length && pattern[at] >= 0) {
      at++;
    }
    return at;
  }

  private static String text(int[] pattern, int end) {
    var text = new StringBuilder(end);
    for (int at = 0; at < end; at++) {
      text.append((char) pattern[at]);
    }
    return text.toString();
  }

  /** Puts a pattern together from texts in which wildcards count and texts in which they do not. */
  static final class Builder {
    private int[] pattern = new int[32];
    private int length;

    Builder literal(String text) {
      for (int at = 0; at < text.length(); at++) {
        add(text.charAt(at));
      }
      return this;
    }

    Builder wild(String text) {
      for (int at = 0; at < text.length(); at++) {
        char here = text.charAt(at);
        add(here == '*' ? ANY : here == '?' ? ONE : here);
      }
      return this;
    }

    Glob build() {
      return new Glob(Arrays.copyOf(pattern, length));
    }

    private void add(int element) {
      if (element == ANY && length > 0 && pattern[length - 1] == ANY) {
        return;
      }
      if (length == pattern.length) {
        pattern = Arrays.copyOf(pattern, 2 * length);
      }
      pattern[length++] = element;
    }
  }
}
