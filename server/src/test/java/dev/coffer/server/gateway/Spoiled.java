package dev.coffer.server.gateway;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request with one fault, and what must be said of it.
 *
 * @param json the request
 * @param text the whole message, or of a broken constraint what is said of its member
 */
record Spoiled(String what, String json, String code, String text) {
  private static final Pattern NAMES = Pattern.compile("enum value set: \\[([^\\]]*)\\]");
  private static final Pattern COUNT = Pattern.compile("(\\d+) validation errors? detected: (.*)");

  static Spoiled type(String what, String json, String text) {
    return new Spoiled(what, json, "SerializationException", text);
  }

  static Spoiled constraint(String what, String json, String text) {
    return new Spoiled(what, json, "ValidationException", text);
  }

  /** Whether a message says it; what else is said may only be of the same member. */
  boolean saidBy(String message) {
    if (!text.contains(" failed to satisfy constraint: ")) {
      return message.equals(text);
    }
    Matcher matcher = COUNT.matcher(message.replace('\n', ' '));
    if (!matcher.matches()) {
      return false;
    }
    String[] items = matcher.group(2).split("; (?=Value )", -1);
    String member = text.replaceFirst(".*? at '([^']*)' failed.*", "$1");
    return items.length == Integer.parseInt(matcher.group(1))
        && Arrays.stream(items).map(Spoiled::sorted).anyMatch(sorted(text)::equals)
        && Arrays.stream(items).allMatch(item -> item.contains(" at '" + member + "' failed to"));
  }

  /** Names of an enum have no order (spec/kms.md §4). */
  private static String sorted(String text) {
    return NAMES
        .matcher(text)
        .replaceAll(found -> {
          var names = new TreeSet<>(Arrays.asList(found.group(1).split(", ", -1)));
          return Matcher.quoteReplacement("enum value set: " + names);
        });
  }
}
