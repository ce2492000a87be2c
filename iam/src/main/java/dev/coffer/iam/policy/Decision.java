package dev.coffer.iam.policy;

/**
 * The answer to "may they", with its reason.
 *
 * <p>{@code statement} names the policy and statement that decided, for the one who asks why; empty
 * when none did.
 */
public sealed interface Decision {
  String statement();

  /** Yes. */
  record Allow(String statement) implements Decision {}

  /**
   * No.
   *
   * @param message Amazon's modern text with the reason, for callers of the resource's account:
   *     {@code User: ARN is not authorized to perform: ACTION on resource: "ARN" because no
   *     identity-based policy allows the ACTION action}; without the resource when it is {@code *}
   */
  record Deny(boolean explicit, String message, String statement) implements Decision {
    private static final String OPEN = " on resource: \"";

    /** The message as IAM, STS and KMS give it: the resource without quotation marks. */
    public String messageWithoutQuotes() {
      int open = message.indexOf(OPEN);
      int close =
          Math.max(
              message.lastIndexOf("\" because no "),
              message.lastIndexOf("\" with an explicit deny in "));
      if (open < 0 || close < open) {
        return message;
      }
      int from = open + OPEN.length();
      return message.substring(0, from - 1)
          + message.substring(from, close)
          + message.substring(close + 1);
    }
  }

  default boolean allowed() {
    return this instanceof Allow;
  }
}
