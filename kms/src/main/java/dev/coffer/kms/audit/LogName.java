package dev.coffer.kms.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of a log: {@code kms-00000001.jsonl}.
 *
 * @param number counted from 1
 */
record LogName(String stream, long number) {
  private static final Pattern NAME = Pattern.compile("([a-z]{1,16})-([0-9]{8,18})\\.jsonl");

  /** Empty when it is not the one spelling of a name of such a file. */
  static Optional<LogName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var parsed = new LogName(matcher.group(1), Long.parseLong(matcher.group(2)));
    return parsed.toString().equals(name) && parsed.number > 0
        ? Optional.of(parsed)
        : Optional.empty();
  }

  LogName next() {
    return new LogName(stream, number + 1);
  }

  @Override
  public String toString() {
    return "%s-%08d.jsonl".formatted(stream, number);
  }
}
