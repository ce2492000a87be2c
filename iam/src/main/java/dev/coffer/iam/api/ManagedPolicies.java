package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.entity.Uses;
import dev.coffer.wire.iam.CreatePolicy;
import dev.coffer.wire.iam.DeletePolicy;
import dev.coffer.wire.iam.GetPolicy;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListPolicies;
import dev.coffer.wire.iam.PolicyScopeType;
import dev.coffer.wire.iam.PolicyUsageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Managed policies of the account, and those that come with every installation. */
public final class ManagedPolicies {
  private static final int ALL = Kind.POLICY.limit();

  private final Acts acts;
  private final NewNames names;

  ManagedPolicies(Acts acts, NewNames names) {
    this.acts = acts;
    this.names = names;
  }

  public CreatePolicy.Output create(Call call, CreatePolicy op) {
    Naming naming = names.naming(Kind.POLICY, op.policyName(), op.path());
    Map<String, String> tags = TagRules.requested(op.tags());
    return acts.change(
        call, "iam:CreatePolicy", act -> create(act.withTags(tags), op, naming, tags));
  }

  private static CreatePolicy.Output create(
      Act<Change> act, CreatePolicy op, Naming naming, Map<String, String> tags) {
    act.allow(Kind.POLICY.arn(act.account(), naming.path(), naming.name()));
    PolicyVersions.requireDocument(op.policyDocument());
    var version = new PolicyRow.Version(1, naming.created());
    var policy = new PolicyRow(naming, naming.created(), op.description(), 1, 1, List.of(version));
    NewNames.add(act.rows(), Entities.POLICIES, policy);
    Texts.putVersion(act.rows(), policy, 1, op.policyDocument());
    TagRules.add(act.rows(), policy, tags);
    return new CreatePolicy.Output(Shown.policy(act.rows(), policy));
  }

  public GetPolicy.Output get(Call call, GetPolicy op) {
    return acts.look(
        call,
        "iam:GetPolicy",
        act -> new GetPolicy.Output(Shown.policy(act.rows(), act.requirePolicy(op.policyArn()))));
  }

  /** By name without case, ours before the account's own of the same name. */
  public ListPolicies.Output list(Call call, ListPolicies op) {
    String prefix = NewNames.pathPrefix(op.pathPrefix());
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListPolicies",
        act -> {
          act.allow("policy path " + prefix);
          List<PolicyRow> shown =
              inScope(act.rows(), op.scope()).stream()
                  .filter(policy -> policy.naming().path().startsWith(prefix))
                  .filter(policy -> used(act.rows(), policy, op))
                  .toList();
          Slice<PolicyRow> policies = Slice.of(shown, ManagedPolicies::sortKey, wanted);
          return new ListPolicies.Output(
              policies.map(policy -> Shown.listed(act.rows(), policy)),
              policies.truncated(),
              policies.marker());
        });
  }

  private static List<PolicyRow> inScope(Rows rows, @Nullable PolicyScopeType scope) {
    var found = new ArrayList<PolicyRow>();
    if (scope != PolicyScopeType.Local) {
      found.addAll(Policies.ours());
    }
    if (scope != PolicyScopeType.AWS) {
      found.addAll(Entities.POLICIES.following(rows, "", ALL));
    }
    return found;
  }

  private static boolean used(Rows rows, PolicyRow policy, ListPolicies op) {
    Uses.Count uses = Uses.count(rows, policy.id());
    boolean attached = uses.attached() > 0;
    boolean boundary = uses.boundaries() > 0;
    boolean asAsked =
        switch (op.policyUsageFilter()) {
          case null -> true;
          case PolicyUsageType.PermissionsPolicy -> attached;
          case PolicyUsageType.PermissionsBoundary -> boundary;
        };
    return asAsked && (!Boolean.TRUE.equals(op.onlyAttached()) || attached || boundary);
  }

  private static String sortKey(PolicyRow policy) {
    String name = policy.name().toLowerCase(Locale.ROOT);
    return name + (Policies.isOurs(policy) ? "/a" : "/b");
  }

  public DeletePolicy.Output delete(Call call, DeletePolicy op) {
    return acts.change(
        call,
        "iam:DeletePolicy",
        act -> {
          PolicyRow policy = act.requireOwnPolicy(op.policyArn());
          if (!Uses.count(act.rows(), policy.id()).equals(Uses.Count.NONE)) {
            throw IamError.DeleteConflict.because("Cannot delete a policy attached to entities.");
          }
          if (policy.versions().size() > 1) {
            throw IamError.DeleteConflict.because(
                "This policy has more than one version. Before you delete a policy, you must delete"
                    + " the policy's versions. The default version is deleted with the policy.");
          }
          Texts.removeVersion(act.rows(), policy, policy.defaultVersion());
          Tags.put(act.rows(), policy, Map.of());
          Entities.POLICIES.remove(act.rows(), policy);
          return new DeletePolicy.Output();
        });
  }
}
