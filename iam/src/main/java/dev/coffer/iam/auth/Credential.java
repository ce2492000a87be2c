package dev.coffer.iam.auth;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.wire.sigv4.SecretAccessKey;

/**
 * What an access key is good for at this moment.
 *
 * @param secret with which its requests are signed
 * @param keys {@code aws:TokenIssueTime} and {@code aws:MultiFactorAuthPresent} of a session; none
 *     of a long-lived key
 */
public record Credential(
    SecretAccessKey secret, Caller.Principal caller, ConditionKeys keys, SignedBy kind) {
  /** A long-lived one. */
  public Credential(SecretAccessKey secret, Caller.Principal caller, ConditionKeys keys) {
    this(secret, caller, keys, SignedBy.LONG_LIVED);
  }

  /** Shows no part of the secret. */
  @Override
  public String toString() {
    return "Credential[" + caller.accessKeyId() + ", " + caller.arn() + "]";
  }
}
