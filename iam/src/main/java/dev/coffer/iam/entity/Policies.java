package dev.coffer.iam.entity;

import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.storage.Corrupt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Managed policies, an account's own and ours alike, and what an entity's policies say. */
public final class Policies {
  private Policies() {}

  /** The managed policy of this ARN that this account can use. */
  public static Optional<PolicyRow> find(Rows rows, String arn) {
    return arn.startsWith("arn:aws:iam::aws:")
        ? OurPolicies.byArn(arn)
        : Entities.POLICIES.byArn(rows, arn);
  }

  /** Those that come with every installation, by name in lower case. */
  public static List<PolicyRow> ours() {
    return OurPolicies.all();
  }

  public static boolean isOurs(PolicyRow policy) {
    return OurPolicies.isOurs(policy);
  }

  public static String arn(Rows rows, PolicyRow policy) {
    return policy.arn(isOurs(policy) ? OurPolicies.ACCOUNT : rows.accountId());
  }

  /** The text of a version that the policy has. */
  public static String text(Rows rows, PolicyRow policy, int version) {
    return isOurs(policy) ? OurPolicies.text(policy) : Texts.version(rows, policy, version);
  }

  /** Everything that is given to an entity itself: inline policies, then attached ones. */
  public static List<NamedPolicy> of(Rows rows, Holder holder) {
    var policies = new ArrayList<NamedPolicy>();
    for (Inline inline : holder.holdings().inline()) {
      String text = Texts.inline(rows, holder, inline.name());
      String name = holder.kind().word() + "/" + holder.name() + " inline " + inline.name();
      policies.add(parsed(name, text));
    }
    for (Attached attached : holder.holdings().attached()) {
      policies.add(managed(rows, attached));
    }
    return policies;
  }

  /** What a permissions boundary says; null for none. */
  public static @Nullable NamedPolicy boundary(Rows rows, @Nullable Attached boundary) {
    return boundary == null ? null : managed(rows, boundary);
  }

  /** What the managed policy of this ARN says now, if there is one. */
  public static Optional<NamedPolicy> named(Rows rows, String arn) {
    return find(rows, arn).map(policy -> parsed(arn, text(rows, policy, policy.defaultVersion())));
  }

  private static NamedPolicy managed(Rows rows, Attached attached) {
    PolicyRow policy =
        find(rows, attached.arn())
            .filter(found -> found.id().equals(attached.policyId()))
            .orElseThrow(() -> new Corrupt("an attached policy is missing"));
    return parsed(attached.arn(), text(rows, policy, policy.defaultVersion()));
  }

  private static NamedPolicy parsed(String name, String text) {
    return new NamedPolicy(name, PolicyDocument.parse(text, PolicyDocument.Kind.IDENTITY));
  }
}
