package dev.coffer.iam.identity;

import java.util.regex.Pattern;

/**
 * An account.
 *
 * @param id twelve digits
 * @param canonicalId 64 hexadecimal digits, as {@code Owner} elements show it
 */
public record Account(String id, String canonicalId) {
  private static final Pattern ID = Pattern.compile("[0-9]{12}");

  public Account {
    if (!isId(id)) {
      throw new IllegalArgumentException("an account id has twelve digits");
    }
  }

  /** Whether these are twelve digits. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  public String rootArn() {
    return "arn:aws:iam::" + id + ":root";
  }
}
