package dev.coffer.wire.form;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One demand of a policy on a form. Source: Amazon S3, "POST Policy", "Condition matching". */
sealed interface PostCondition {
  /** As refusals show it: with the policy's own spelling. */
  String shown();

  /**
   * A field's value is this, or begins so.
   *
   * @param variable the field as the policy names it, which begins with a dollar sign
   */
  record Text(boolean whole, String variable, String value) implements PostCondition {
    @Override
    public String shown() {
      return "[%s, %s, %s]"
          .formatted(quoted(whole ? "eq" : "starts-with"), quoted(variable), quoted(value));
    }

    /** The field's name in lower case; empty when the policy does not name one properly. */
    String key() {
      return variable.startsWith("$") ? variable.substring(1).toLowerCase(Locale.ROOT) : "";
    }

    /** Whether the field's value is as demanded; one that is absent never is. */
    boolean holds(@Nullable String actual) {
      if (actual == null) {
        return false;
      }
      return whole ? actual.equals(value) : begins(actual);
    }

    /** Content types may be lists, of which each entry must begin so. */
    private boolean begins(String actual) {
      String[] entries =
          key().equals("content-type") ? actual.split(",", -1) : new String[] {actual};
      for (String entry : entries) {
        if (!entry.strip().startsWith(value) && !entry.startsWith(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * The file's size lies between these, both included.
   *
   * @param least as it was written, like the other
   */
  record Size(Bound least, Bound most) implements PostCondition {
    @Override
    public String shown() {
      return "[%s, %s, %s]".formatted(quoted("content-length-range"), least.shown(), most.shown());
    }
  }

  /** A size as it was written, in quotes or without. */
  record Bound(String written, boolean text) {
    private static final int MAX_DIGITS = 18;

    /** Null when it is not an integer. */
    @Nullable Long bytes() {
      String digits = written.startsWith("-") ? written.substring(1) : written;
      boolean integer =
          !digits.isEmpty()
              && digits.length() <= MAX_DIGITS
              && digits.chars().allMatch(c -> c >= '0' && c <= '9');
      return integer ? Long.valueOf(written) : null;
    }

    String shown() {
      return text ? quoted(written) : written;
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
