package dev.coffer.iam.policy;

/** The answer to "may they", with the reason in words that a caller of the same account may see. */
public sealed interface Decision {
  /** Yes, because of this. */
  record Allow(String reason) implements Decision {}

  /** No, because of this. */
  record Deny(String reason) implements Decision {}
}
