package dev.coffer.iam.admin;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What a decision must know of a resource.
 *
 * @param accountId of its owner
 * @param policies of its own that count for the subject who asks
 * @param grantee whom a grant that covers it names
 */
public record OwnedResource(
    String accountId, List<NamedPolicy> policies, Question.Trust trust, Grantee grantee) {
  public OwnedResource {
    policies = List.copyOf(policies);
  }

  /** A resource that knows no grants. */
  public OwnedResource(String accountId, List<NamedPolicy> policies, Question.Trust trust) {
    this(accountId, policies, trust, Grantee.NOBODY);
  }

  /** Finds the resources of one service. */
  @FunctionalInterface
  public interface Finder {
    /**
     * The resource of an ARN, as far as the action is about it; empty when it is none of this
     * service's.
     *
     * @param keys what is known of the request
     * @throws dev.coffer.wire.rpc.RpcException ValidationException when it is, but there is none
     */
    Optional<OwnedResource> find(Subject subject, String action, String arn, ConditionKeys keys);
  }
}
