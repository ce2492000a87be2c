package dev.coffer.iam.policy;

import java.util.List;

/**
 * May this subject do this? Everything that the answer depends on; nothing else is looked at.
 *
 * @param action {@code s3:PutObject}
 * @param resource its ARN; {@code *} for actions that have none
 * @param resourceAccount the account that owns the resource; the caller's own for actions on a
 *     service ({@code s3:ListAllMyBuckets})
 * @param resourcePolicies of the bucket, key or role; empty when it has none
 * @param trust whether the resource's policy must have its say
 * @param grantee whom a grant of the key that covers the request names
 * @param keys of the request, the principal's keys aside: those follow from the subject
 */
public record Question(
    Subject subject,
    String action,
    String resource,
    String resourceAccount,
    List<NamedPolicy> resourcePolicies,
    Trust trust,
    Grantee grantee,
    ConditionKeys keys) {
  /** Whether an identity policy alone suffices for callers of the owning account. */
  public enum Trust {
    /** It does (buckets, IAM). */
    ACCOUNT,
    /**
     * Only when the resource's policy allows the principal or names its account's root (KMS keys,
     * assuming a role): the owner's root needs it too.
     */
    POLICY_ONLY
  }

  public Question {
    resourcePolicies = List.copyOf(resourcePolicies);
  }

  /** A question about something that has no policy of its own. */
  public static Question of(
      Subject subject, String action, String resource, String resourceAccount, ConditionKeys keys) {
    return new Question(
        subject, action, resource, resourceAccount, List.of(), Trust.ACCOUNT, Grantee.NOBODY, keys);
  }
}
