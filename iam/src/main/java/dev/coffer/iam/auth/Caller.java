package dev.coffer.iam.auth;

import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.Subject;

/** Who a request comes from, after its signature was verified. */
public sealed interface Caller {
  /** Nobody in particular: the request carried no signature. */
  record Anonymous() implements Caller {}

  /**
   * Somebody whose signature was right.
   *
   * @param subject what the policies know of them
   */
  record Principal(Account account, Subject subject, String accessKeyId) implements Caller {
    /** {@code arn:aws:iam::123456789012:root} or a user's or session's. */
    public String arn() {
      return subject.arn();
    }

    /** The root of an account, with one of its keys. */
    public static Principal rootOf(Account account, String accessKeyId) {
      return new Principal(account, Subject.rootOf(account.id()), accessKeyId);
    }
  }

  /**
   * A service of the installation's own, which acts for nobody; no request comes from one.
   *
   * @param name {@code logging.s3.amazonaws.com}
   */
  record Service(String name) implements Caller {
    @Override
    public Subject subject() {
      return Subject.service(name);
    }
  }

  /** The account that acts; anonymous callers have none and never get this far. */
  default Account requireAccount() {
    return switch (this) {
      case Principal principal -> principal.account();
      case Anonymous _ -> throw new IllegalStateException("an anonymous caller has no account");
      case Service _ -> throw new IllegalStateException("a service has no account");
    };
  }

  /** What the evaluator asks about. */
  default Subject subject() {
    return Subject.ANYBODY;
  }
}
