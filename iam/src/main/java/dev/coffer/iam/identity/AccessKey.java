package dev.coffer.iam.identity;

import dev.coffer.wire.sigv4.SecretAccessKey;

/**
 * An access key and whom it speaks for.
 *
 * @param principalArn of the account's root, a user or a session
 */
public record AccessKey(String id, SecretAccessKey secret, Account account, String principalArn) {
  /** Shows no part of the secret. */
  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + principalArn + "]";
  }
}
