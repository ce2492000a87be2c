package dev.coffer.store.event;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.NotificationConfiguration.Filter;
import dev.coffer.wire.s3.NotificationConfiguration.Rule;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client's filter says of object keys; each of the two at most once. */
record NotificationFilter(@Nullable String prefix, @Nullable String suffix) {
  private static final int MAX_VALUE_BYTES = 1024;
  private static final String NAME = "FilterRule.Name";
  private static final String VALUE = "FilterRule.Value";

  static NotificationFilter read(@Nullable Filter filter) {
    var keys = filter == null ? null : filter.keys();
    var read = new NotificationFilter(null, null);
    for (Rule rule : keys == null ? List.<Rule>of() : keys.rules()) {
      read = read.with(rule);
    }
    return read;
  }

  private NotificationFilter with(Rule rule) {
    String name = rule.name();
    if (name == null) {
      throw S3Error.MalformedXML.refusal();
    }
    String value = value(rule);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "prefix" -> {
        requireFirst(prefix, "prefix", name);
        yield new NotificationFilter(value, suffix);
      }
      case "suffix" -> {
        requireFirst(suffix, "suffix", name);
        yield new NotificationFilter(prefix, value);
      }
      default ->
          throw NotificationRules.invalid(
              "filter rule name must be either prefix or suffix", NAME, name);
    };
  }

  private static String value(Rule rule) {
    String value = rule.value() == null ? "" : rule.value();
    if (value.isEmpty()) {
      throw NotificationRules.invalid("filter value cannot be empty", VALUE, value);
    }
    if (Bytes.utf8(value).size() > MAX_VALUE_BYTES) {
      throw NotificationRules.invalid(
          "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
          VALUE,
          value);
    }
    return value;
  }

  private static void requireFirst(@Nullable String before, String kind, String name) {
    if (before != null) {
      throw NotificationRules.invalid(
          "Cannot specify more than one " + kind + " rule in a filter.", NAME, name);
    }
  }

  NotificationRule rule(String id, String topic, List<String> events) {
    return new NotificationRule(id, topic, events, prefix, suffix);
  }
}
