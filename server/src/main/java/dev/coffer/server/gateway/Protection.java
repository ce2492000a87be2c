package dev.coffer.server.gateway;

import dev.coffer.iam.identity.Account;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import java.util.List;

/**
 * What stands before a bucket.
 *
 * @param policies its policy, or none
 * @param restricted its policy is public and what it gives to other accounts and to anybody is void
 *     (RestrictPublicBuckets)
 */
public record Protection(
    String bucket, Account owner, List<NamedPolicy> policies, boolean restricted) {
  public Protection {
    policies = List.copyOf(policies);
  }

  /** The policies that count for a caller: strangers to a restricted bucket have nothing of it. */
  List<NamedPolicy> policiesFor(Subject subject) {
    boolean stranger = !subject.accountId().equals(owner.id());
    return restricted && stranger ? List.of() : policies;
  }

  /** What the policies take away, where they can give nothing. */
  List<NamedPolicy> denials() {
    return policies.stream()
        .map(policy -> new NamedPolicy(policy.name(), policy.document().denials()))
        .toList();
  }
}
