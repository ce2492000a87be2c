package dev.coffer.iam.api;

import dev.coffer.wire.iam.IamError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ARNs of managed policies as clients send them. */
final class Arns {
  /** Stands where an account's id stands for policies that come with every installation. */
  static final String OURS = "aws";

  private static final Pattern POLICY =
      Pattern.compile("arn:aws:iam::(aws|[0-9]{12}):policy/[\\x21-\\x7e]+");

  private Arns() {}

  /** Refuses anything that cannot be a managed policy's ARN. */
  static void requirePolicy(String arn) {
    matched(arn);
  }

  /** Twelve digits, or {@link #OURS}. */
  static String account(String arn) {
    return matched(arn).group(1);
  }

  private static Matcher matched(String arn) {
    Matcher parts = POLICY.matcher(arn);
    if (!parts.matches()) {
      throw IamError.InvalidInput.because("ARN " + arn + " is not valid.");
    }
    return parts;
  }
}
