package dev.coffer.iam.identity;

import dev.coffer.wire.sigv4.SecretAccessKey;

/**
 * An access key and whom it speaks for.
 *
 * @param userId the value of {@code aws:userid}: the account's id for its root, {@code AIDA…} for a
 *     user, who keeps it when renamed
 */
public record AccessKey(String id, SecretAccessKey secret, Account account, String userId) {
  /** A key of an account's root. */
  public static AccessKey ofRoot(String id, SecretAccessKey secret, Account account) {
    return new AccessKey(id, secret, account, account.id());
  }

  /** Whether it speaks for the account's root. */
  public boolean root() {
    return userId.equals(account.id());
  }

  /** Shows no part of the secret. */
  @Override
  public String toString() {
    return "AccessKey[" + id + ", " + account.id() + ", " + userId + "]";
  }
}
