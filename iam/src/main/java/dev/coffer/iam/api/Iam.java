package dev.coffer.iam.api;

import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.SecretSeal;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.time.InstantSource;

/**
 * Everything that IAM offers, by room. Each method takes the call and the operation's record and
 * asks itself whether the caller may.
 */
public record Iam(
    Users users,
    UserAccessKeys accessKeys,
    Groups groups,
    Roles roles,
    ManagedPolicies policies,
    PolicyVersions policyVersions,
    PolicyEntities policyEntities,
    InlinePolicies inlinePolicies,
    Attachments attachments,
    Boundaries boundaries,
    Tagging tagging,
    OtherCredentials otherCredentials) {

  /**
   * IAM on the rows of an index that exists.
   *
   * @param seal for the secrets of access keys
   */
  public static Iam on(KvStore store, Index index, SecretSeal seal, InstantSource clock) {
    var acts = new Acts(new Ledger(store, index, seal.entropy()));
    var names = new NewNames(seal.entropy(), clock);
    var keys = new AccessKeys(store, index, seal);
    var trust = new TrustRules(new Identities(store, index, seal.entropy()));
    return new Iam(
        new Users(acts, names),
        new UserAccessKeys(acts, keys, new AccessKeyGenerator(seal.entropy()), names),
        new Groups(acts, names),
        new Roles(acts, names, trust),
        new ManagedPolicies(acts, names),
        new PolicyVersions(acts, names),
        new PolicyEntities(acts),
        new InlinePolicies(acts),
        new Attachments(acts),
        new Boundaries(acts),
        new Tagging(acts),
        new OtherCredentials(acts));
  }
}
