package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constraints that a request breaks, collected and told together in Amazon's words (spec/kms.md
 * §4). Holds {@value #MAX} at most.
 */
final class Violations {
  private static final int MAX = 100;

  private final List<String> items = new ArrayList<>();
  private @Nullable String sentence;

  /** A member that is not there. */
  void absent(String path, boolean sensitive) {
    add(sensitive ? "Value" : "Value null", path, "Member must not be null");
  }

  /** Checks a value against its rules. */
  void check(Object value, Rules rules, String path) {
    for (String constraint : rules.broken(value)) {
      add(shown(value, rules.sensitive()), path, constraint);
    }
    String must = rules.sentence(value);
    if (must != null && sentence == null) {
      sentence = "The specified value for " + path + " is invalid. " + must;
    }
  }

  /** Checks simple items: one that is broken is told with the whole list. */
  void checkItems(List<?> values, Rules rules, String path) {
    if (values.stream().anyMatch(value -> !rules.broken(value).isEmpty())) {
      addItems(values, rules.sensitive(), path, rules.all());
    }
    for (Object value : values) {
      String must = rules.sentence(value);
      if (must != null && sentence == null) {
        sentence = "The specified value for " + path + " is invalid. " + must;
      }
    }
  }

  /** A text that is none of the names. */
  void unknown(String value, Iterable<String> names, boolean sensitive, String path) {
    add(shown(value, sensitive), path, valueSet(names));
  }

  /** A list with a text that is none of the names. */
  void unknownItem(List<?> values, Iterable<String> names, boolean sensitive, String path) {
    addItems(values, sensitive, path, List.of(valueSet(names)));
  }

  boolean none() {
    return items.isEmpty() && sentence == null;
  }

  /** All of them; the sentences of names only when there is nothing else to say. */
  String text() {
    if (items.isEmpty() && sentence != null) {
      return sentence;
    }
    return items.size()
        + (items.size() == 1 ? " validation error" : " validation errors")
        + " detected: "
        + String.join("; ", items);
  }

  private void addItems(List<?> values, boolean sensitive, String path, List<String> constraints) {
    add(shown(values, sensitive), path, "Member must satisfy constraint: " + constraints);
  }

  private void add(String shown, String path, String constraint) {
    if (items.size() < MAX) {
      items.add(shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }
  }

  private static String valueSet(Iterable<String> names) {
    return "Member must satisfy enum value set: [" + String.join(", ", names) + "]";
  }

  private static String shown(Object value, boolean sensitive) {
    return sensitive ? "Value" : "Value '" + text(value) + "'";
  }

  /**
   * Amazon shows bytes as its own language prints a buffer; so do we, since clients match texts.
   */
  private static String text(Object value) {
    return value instanceof Blob blob
        ? "java.nio.HeapByteBuffer[pos=0 lim=%d cap=%d]"
            .formatted(blob.sizeBytes(), blob.sizeBytes())
        : value.toString();
  }
}
