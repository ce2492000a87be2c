package dev.coffer.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
    return !subject.accountId().isEmpty() && subject.accountId().equals(resourceAccount);
  }

  /**
   * Whether any policy that counts speaks of condition keys that begin so; others need not be found
   * out.
   */
  public boolean turnOn(String prefix) {
    String lowerCase = prefix.toLowerCase(Locale.ROOT);
    return policies().anyMatch(policy -> policy.document().mentions(lowerCase));
  }

  private Stream<NamedPolicy> policies() {
    return Stream.of(
            resourcePolicies.stream(),
            subject.identity().stream(),
            Stream.ofNullable(subject.boundary()),
            Stream.ofNullable(subject.session()).flatMap(List::stream))
        .flatMap(Function.identity());
  }

  /** The same where other things are known. */
  public Rights with(ConditionKeys other) {
    return new Rights(subject, resourceAccount, resourcePolicies, other);
  }

  /** Whether the caller may. */
  public boolean allow(String action, String resource) {
    return refusal(action, resource).isEmpty();
  }

  /** The same where one more thing is known. */
  public Rights with(String key, String value) {
    return new Rights(subject, resourceAccount, resourcePolicies, keys.with(key, value));
  }

  /** Empty when the caller may; else what they are told: the reason if it is their own account. */
  public Optional<String> refusal(String action, String resource) {
    var question =
        new Question(
            subject,
            action,
            resource,
            resourceAccount,
            resourcePolicies,
            Question.Trust.ACCOUNT,
            Grantee.NOBODY,
            keys);
    return switch (Evaluator.decide(question)) {
      case Decision.Allow _ -> Optional.empty();
      case Decision.Deny deny -> Optional.of(own() ? deny.message() : ACCESS_DENIED);
    };
  }
}
