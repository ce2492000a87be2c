package dev.coffer.iam.auth;

import dev.coffer.iam.identity.Account;

/** Who a request comes from, after its signature was verified. */
public sealed interface Caller {
  /** Nobody in particular: the request carried no signature. */
  record Anonymous() implements Caller {}

  /**
   * Somebody whose signature was right.
   *
   * @param arn {@code arn:aws:iam::123456789012:root} or a user's or session's
   */
  record Principal(Account account, String arn, String accessKeyId) implements Caller {}

  /** The account that acts; anonymous callers have none and never get this far. */
  default Account requireAccount() {
    return switch (this) {
      case Principal principal -> principal.account();
      case Anonymous _ -> throw new IllegalStateException("an anonymous caller has no account");
    };
  }
}
