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
   *     identity-based policy allows the ACTION action}
   */
  record Deny(boolean explicit, String message, String statement) implements Decision {}

  default boolean allowed() {
    return this instanceof Allow;
  }
}
