package dev.coffer.iam.policy;

import java.util.Set;

/**
 * Whom a statement of a resource's policy speaks of.
 *
 * <p>Canonical users and identity providers can be named, but no caller is one of them: {@link
 * Subject} has no such kinds.
 *
 * @param not whether it speaks of all others
 * @param everyone {@code *}, which includes the anonymous
 * @param accounts ids of accounts, written so or as their root's ARN
 * @param arns of users, roles and sessions
 * @param services names of services
 * @param named everything under {@code AWS} as it was written
 */
record Principals(
    boolean not,
    boolean everyone,
    Set<String> accounts,
    Set<String> arns,
    Set<String> services,
    Set<String> named) {
  /** How directly a statement speaks of a caller, from not at all to by name. */
  enum Reach {
    NONE,
    /** Through its account, whose own policies then decide. */
    ACCOUNT,
    /** Through its role, which the boundary and the session's policies still limit. */
    ROLE,
    /** By name, or as everyone: within an account that is enough. */
    DIRECT
  }

  Principals {
    accounts = Set.copyOf(accounts);
    arns = Set.copyOf(arns);
    services = Set.copyOf(services);
    named = Set.copyOf(named);
  }

  Reach reach(Subject subject) {
    if (not) {
      return exempt(subject) ? Reach.NONE : Reach.DIRECT;
    }
    if (everyone) {
      return Reach.DIRECT;
    }
    if (subject.kind() == Subject.Kind.ANONYMOUS) {
      return Reach.NONE;
    }
    if (subject.kind() == Subject.Kind.SERVICE) {
      return services.contains(subject.arn()) ? Reach.DIRECT : Reach.NONE;
    }
    if (arns.contains(subject.arn())) {
      return subject.kind() == Subject.Kind.USER && subject.session() != null
          ? Reach.ROLE
          : Reach.DIRECT;
    }
    if (subject.roleArn() != null && arns.contains(subject.roleArn())) {
      return Reach.ROLE;
    }
    return throughAccount(subject);
  }

  private Reach throughAccount(Subject subject) {
    if (!accounts.contains(subject.accountId())) {
      return Reach.NONE;
    }
    return subject.kind() == Subject.Kind.ROOT ? Reach.DIRECT : Reach.ACCOUNT;
  }

  /**
   * Whether everything the caller consists of is listed. A user cannot have more than its account
   * and a session not more than its role, so Amazon asks to list each of them; who has a
   * permissions boundary is never exempt, as Amazon documents.
   */
  private boolean exempt(Subject subject) {
    if (everyone) {
      return true;
    }
    if (subject.kind() == Subject.Kind.SERVICE) {
      return services.contains(subject.arn());
    }
    if (subject.boundary() != null || !accounts.contains(subject.accountId())) {
      return false;
    }
    return switch (subject.kind()) {
      case ROOT -> true;
      case USER -> arns.contains(subject.arn());
      case ASSUMED_ROLE ->
          arns.contains(subject.arn())
              && subject.roleArn() != null
              && arns.contains(subject.roleArn());
      case ANONYMOUS, SERVICE -> false;
    };
  }
}
