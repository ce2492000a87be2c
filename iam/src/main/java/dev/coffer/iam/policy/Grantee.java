package dev.coffer.iam.policy;

/**
 * Whom a grant that covers a request names, from nobody to the caller: it reaches as far as a
 * statement of the resource's policy that named the same.
 */
public enum Grantee {
  /** There is no such grant. */
  NOBODY,
  /** Whom the caller acts for, so its boundary and the session's policies still limit it. */
  ROLE,
  /** The caller itself, which in the resource's account only a deny limits. */
  CALLER;

  /** What an ARN is of the one who asks. */
  public static Grantee of(Subject subject, String arn) {
    if (arn.equals(subject.arn())) {
      boolean passed = subject.kind() == Subject.Kind.USER && subject.session() != null;
      return passed ? ROLE : CALLER;
    }
    return arn.equals(subject.roleArn()) ? ROLE : NOBODY;
  }
}
