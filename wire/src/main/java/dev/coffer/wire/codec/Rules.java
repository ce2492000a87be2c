package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Sensitive;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of one value, in Amazon's words (spec/kms.md §4).
 *
 * @param matches the expression, compiled; a value longer than allowed is not held against it
 * @param sensitive whether the value is left out of refusals
 */
record Rules(
    @Nullable Length length,
    @Nullable Range range,
    @Nullable Matches text,
    @Nullable Pattern matches,
    boolean sensitive) {
  private static final String MUST = "Member must ";

  static Rules of(AnnotatedElement element) {
    Matches text = element.getAnnotation(Matches.class);
    return new Rules(
        element.getAnnotation(Length.class),
        element.getAnnotation(Range.class),
        text,
        text == null ? null : Pattern.compile(text.value()),
        element.isAnnotationPresent(Sensitive.class));
  }

  /** The constraints that a value breaks, save one that has a sentence of its own. */
  List<String> broken(Object value) {
    var broken = new ArrayList<String>();
    if (length != null && tooLong(value)) {
      broken.add(most(length.max()));
    }
    if (length != null && size(value) < length.min()) {
      broken.add(least(length.min()));
    }
    if (range != null && value instanceof Number number) {
      addRange(range, number.longValue(), broken);
    }
    if (text != null && text.sentence().isEmpty() && mismatched(value)) {
      broken.add(pattern(text));
    }
    return broken;
  }

  /** What the value must be when it breaks a constraint with a sentence; else null. */
  @Nullable String sentence(Object value) {
    return text != null && !text.sentence().isEmpty() && mismatched(value) ? text.sentence() : null;
  }

  /** All constraints, as they are shown for the items of a list. */
  List<String> all() {
    var all = new ArrayList<String>();
    if (length != null && length.max() != Integer.MAX_VALUE) {
      all.add(most(length.max()));
    }
    if (length != null) {
      all.add(least(length.min()));
    }
    if (range != null) {
      all.add(MUST + "have value less than or equal to " + range.max());
      all.add(MUST + "have value greater than or equal to " + range.min());
    }
    if (text != null) {
      all.add(pattern(text));
    }
    return all;
  }

  /** The same rules for a value that is not shown. */
  Rules hidden() {
    return new Rules(length, range, text, matches, true);
  }

  boolean tooLong(Object value) {
    return length != null && size(value) > length.max();
  }

  private boolean mismatched(Object value) {
    return matches != null
        && value instanceof String string
        && !tooLong(value)
        && !matches.matcher(string).matches();
  }

  private static void addRange(Range range, long value, List<String> broken) {
    if (value > range.max()) {
      broken.add(MUST + "have value less than or equal to " + range.max());
    }
    if (value < range.min()) {
      broken.add(MUST + "have value greater than or equal to " + range.min());
    }
  }

  private static String most(int max) {
    return MUST + "have length less than or equal to " + max;
  }

  private static String least(int min) {
    return MUST + "have length greater than or equal to " + min;
  }

  private static String pattern(Matches text) {
    return MUST + "satisfy regular expression pattern: " + text.value();
  }

  private static int size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case Blob blob -> blob.sizeBytes();
      case Collection<?> items -> items.size();
      case Map<?, ?> pairs -> pairs.size();
      default -> throw new IllegalStateException("has no length: " + value.getClass());
    };
  }
}
