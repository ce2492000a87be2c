package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.wire.iam.CreatePolicyVersion;
import dev.coffer.wire.iam.DeletePolicyVersion;
import dev.coffer.wire.iam.GetPolicyVersion;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListPolicyVersions;
import dev.coffer.wire.iam.SetDefaultPolicyVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The versions of managed policies, at most five each, one of which holds. */
public final class PolicyVersions {
  private static final int MOST = 5;
  private static final int MOST_CHARACTERS = 6144;

  private final Acts acts;
  private final NewNames names;

  PolicyVersions(Acts acts, NewNames names) {
    this.acts = acts;
    this.names = names;
  }

  static void requireDocument(String text) {
    var tooLong = Refusals.quota("PolicySize", MOST_CHARACTERS);
    PolicyDocument document = Documents.parse(text, PolicyDocument.Kind.IDENTITY, tooLong);
    if (document.normalizedBytes() > MOST_CHARACTERS) {
      throw tooLong;
    }
  }

  public CreatePolicyVersion.Output create(Call call, CreatePolicyVersion op) {
    Instant now = names.now();
    return acts.change(call, "iam:CreatePolicyVersion", act -> create(act, op, now));
  }

  private static CreatePolicyVersion.Output create(
      Act<Change> act, CreatePolicyVersion op, Instant now) {
    PolicyRow policy = act.requireOwnPolicy(op.policyArn());
    requireDocument(op.policyDocument());
    if (policy.versions().size() >= MOST) {
      throw IamError.LimitExceeded.because(
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
    var version = new PolicyRow.Version(policy.lastVersion() + 1, now);
    var versions = new ArrayList<>(policy.versions());
    versions.add(version);
    boolean becomes = Boolean.TRUE.equals(op.setAsDefault());
    var changed =
        new PolicyRow(
            policy.naming(),
            now,
            policy.description(),
            becomes ? version.number() : policy.defaultVersion(),
            version.number(),
            versions);
    Texts.putVersion(act.rows(), changed, version.number(), op.policyDocument());
    Entities.POLICIES.put(act.rows(), changed);
    return new CreatePolicyVersion.Output(Shown.version(changed, version, null));
  }

  public GetPolicyVersion.Output get(Call call, GetPolicyVersion op) {
    return acts.look(
        call,
        "iam:GetPolicyVersion",
        act -> {
          PolicyRow policy = act.requirePolicy(op.policyArn());
          PolicyRow.Version version = require(policy, op.policyArn(), op.versionId());
          String text = Policies.text(act.rows(), policy, version.number());
          return new GetPolicyVersion.Output(Shown.version(policy, version, text));
        });
  }

  /** Newest first. */
  public ListPolicyVersions.Output list(Call call, ListPolicyVersions op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListPolicyVersions",
        act -> {
          PolicyRow policy = act.requirePolicy(op.policyArn());
          Slice<PolicyRow.Version> versions =
              Slice.of(policy.versions(), PolicyVersions::sortKey, wanted);
          return new ListPolicyVersions.Output(
              versions.map(version -> Shown.version(policy, version, null)),
              versions.truncated(),
              versions.marker());
        });
  }

  private static String sortKey(PolicyRow.Version version) {
    return String.format(Locale.ROOT, "%010d", Integer.MAX_VALUE - version.number());
  }

  public SetDefaultPolicyVersion.Output setDefault(Call call, SetDefaultPolicyVersion op) {
    return acts.change(
        call,
        "iam:SetDefaultPolicyVersion",
        act -> {
          PolicyRow policy = act.requireOwnPolicy(op.policyArn());
          int number = require(policy, op.policyArn(), op.versionId()).number();
          Entities.POLICIES.put(act.rows(), with(policy, number, policy.versions()));
          return new SetDefaultPolicyVersion.Output();
        });
  }

  public DeletePolicyVersion.Output delete(Call call, DeletePolicyVersion op) {
    return acts.change(
        call,
        "iam:DeletePolicyVersion",
        act -> {
          PolicyRow policy = act.requireOwnPolicy(op.policyArn());
          PolicyRow.Version version = require(policy, op.policyArn(), op.versionId());
          if (version.number() == policy.defaultVersion()) {
            throw IamError.DeleteConflict.because("Cannot delete the default version of a policy.");
          }
          List<PolicyRow.Version> rest =
              policy.versions().stream().filter(one -> !one.equals(version)).toList();
          Texts.removeVersion(act.rows(), policy, version.number());
          Entities.POLICIES.put(act.rows(), with(policy, policy.defaultVersion(), rest));
          return new DeletePolicyVersion.Output();
        });
  }

  private static PolicyRow with(
      PolicyRow policy, int defaultVersion, List<PolicyRow.Version> versions) {
    return new PolicyRow(
        policy.naming(),
        policy.updated(),
        policy.description(),
        defaultVersion,
        policy.lastVersion(),
        versions);
  }

  private static PolicyRow.Version require(PolicyRow policy, String arn, String versionId) {
    return policy.versions().stream()
        .filter(version -> versionId.equals("v" + version.number()))
        .findFirst()
        .orElseThrow(() ->
            IamError.NoSuchEntity.because(
                "Policy "
                    + arn
                    + " version "
                    + versionId
                    + " does not exist or is not attachable."));
  }
}
