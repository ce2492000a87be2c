package dev.coffer.iam.policy;

/** Decides: pure, so the same question always has the same answer. */
public final class Evaluator {
  private Evaluator() {}

  /** Whether the subject may. */
  public static Decision decide(Question question) {
    Subject subject = question.subject();
    boolean own = subject.accountId().equals(question.resourceAccount());
    if (own && subject.kind() == Subject.Kind.ROOT) {
      return new Decision.Allow("root of the owning account");
    }
    return new Decision.Deny(
        false,
        "User: "
            + subject.arn()
            + " is not authorized to perform: "
            + question.action()
            + " on resource: \""
            + question.resource()
            + "\" because no "
            + (own ? "identity" : "resource")
            + "-based policy allows the "
            + question.action()
            + " action",
        "");
  }
}
