package dev.coffer.iam.policy;

import java.util.List;
import java.util.Optional;

/**
 * What one caller may do to the resources of one account that share their policies: a bucket with
 * its objects. For an operation that must ask more than once.
 *
 * @param resourceAccount owns the resources
 * @param resourcePolicies of the bucket; empty when it has none
 * @param keys of the request
 */
public record Rights(
    Subject subject,
    String resourceAccount,
    List<NamedPolicy> resourcePolicies,
    ConditionKeys keys) {
  /** What callers of other accounts are told. */
  public static final String ACCESS_DENIED = "Access Denied";

  public Rights {
    resourcePolicies = List.copyOf(resourcePolicies);
  }

  /** Whether the caller is of the owning account. */
  public boolean own() {
    return subject.kind() != Subject.Kind.ANONYMOUS && subject.accountId().equals(resourceAccount);
  }

  /** The same where one more thing is known. */
  public Rights with(String key, String value) {
    return new Rights(subject, resourceAccount, resourcePolicies, keys.with(key, value));
  }

  /** The same without what the bucket's policy says. */
  public Rights byIdentity() {
    return new Rights(subject, resourceAccount, List.of(), keys);
  }

  /** Whether some policy denies it, whatever others give. */
  public boolean denied(String action, String resource) {
    return Evaluator.decide(question(action, resource)) instanceof Decision.Deny deny
        && deny.explicit();
  }

  /** Empty when the caller may; else what they are told: the reason if it is their own account. */
  public Optional<String> refusal(String action, String resource) {
    return switch (Evaluator.decide(question(action, resource))) {
      case Decision.Allow _ -> Optional.empty();
      case Decision.Deny deny -> Optional.of(own() ? deny.message() : ACCESS_DENIED);
    };
  }

  private Question question(String action, String resource) {
    return new Question(
        subject,
        action,
        resource,
        resourceAccount,
        resourcePolicies,
        Question.Trust.ACCOUNT,
        false,
        keys);
  }
}
