package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holder;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.Uses;
import dev.coffer.wire.iam.AttachGroupPolicy;
import dev.coffer.wire.iam.AttachRolePolicy;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.AttachedPolicy;
import dev.coffer.wire.iam.DetachGroupPolicy;
import dev.coffer.wire.iam.DetachRolePolicy;
import dev.coffer.wire.iam.DetachUserPolicy;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListAttachedGroupPolicies;
import dev.coffer.wire.iam.ListAttachedRolePolicies;
import dev.coffer.wire.iam.ListAttachedUserPolicies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Managed policies are attached to users, groups and roles, at most ten to each. */
public final class Attachments {
  private static final int MOST = 10;

  private final Acts acts;

  Attachments(Acts acts) {
    this.acts = acts;
  }

  public AttachUserPolicy.Output attach(Call call, AttachUserPolicy op) {
    attach(call, "iam:AttachUserPolicy", Entities.USERS, op.userName(), op.policyArn());
    return new AttachUserPolicy.Output();
  }

  public DetachUserPolicy.Output detach(Call call, DetachUserPolicy op) {
    detach(call, "iam:DetachUserPolicy", Entities.USERS, op.userName(), op.policyArn());
    return new DetachUserPolicy.Output();
  }

  public ListAttachedUserPolicies.Output list(Call call, ListAttachedUserPolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    String action = "iam:ListAttachedUserPolicies";
    Slice<Attached> found =
        list(call, action, Entities.USERS, op.userName(), op.pathPrefix(), wanted);
    return new ListAttachedUserPolicies.Output(
        found.map(Attachments::shown), found.truncated(), found.marker());
  }

  public AttachGroupPolicy.Output attach(Call call, AttachGroupPolicy op) {
    attach(call, "iam:AttachGroupPolicy", Entities.GROUPS, op.groupName(), op.policyArn());
    return new AttachGroupPolicy.Output();
  }

  public DetachGroupPolicy.Output detach(Call call, DetachGroupPolicy op) {
    detach(call, "iam:DetachGroupPolicy", Entities.GROUPS, op.groupName(), op.policyArn());
    return new DetachGroupPolicy.Output();
  }

  public ListAttachedGroupPolicies.Output list(Call call, ListAttachedGroupPolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    String action = "iam:ListAttachedGroupPolicies";
    Slice<Attached> found =
        list(call, action, Entities.GROUPS, op.groupName(), op.pathPrefix(), wanted);
    return new ListAttachedGroupPolicies.Output(
        found.map(Attachments::shown), found.truncated(), found.marker());
  }

  public AttachRolePolicy.Output attach(Call call, AttachRolePolicy op) {
    attach(call, "iam:AttachRolePolicy", Entities.ROLES, op.roleName(), op.policyArn());
    return new AttachRolePolicy.Output();
  }

  public DetachRolePolicy.Output detach(Call call, DetachRolePolicy op) {
    detach(call, "iam:DetachRolePolicy", Entities.ROLES, op.roleName(), op.policyArn());
    return new DetachRolePolicy.Output();
  }

  public ListAttachedRolePolicies.Output list(Call call, ListAttachedRolePolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    String action = "iam:ListAttachedRolePolicies";
    Slice<Attached> found =
        list(call, action, Entities.ROLES, op.roleName(), op.pathPrefix(), wanted);
    return new ListAttachedRolePolicies.Output(
        found.map(Attachments::shown), found.truncated(), found.marker());
  }

  /** Attaching twice changes nothing. */
  private <E extends Holder> void attach(
      Call call, String action, Entities<E> all, String owner, String arn) {
    Arns.requirePolicy(arn);
    acts.change(
        call,
        action,
        act -> {
          E holder = act.with("iam:PolicyARN", arn).require(all, owner);
          PolicyRow policy =
              Policies.find(act.rows(), arn).orElseThrow(() -> Refusals.notAttachable(arn));
          if (!holder.holdings().isAttached(arn)) {
            if (holder.holdings().attached().size() >= MOST) {
              throw Refusals.quota("PoliciesPer" + Refusals.capital(all.kind()), MOST);
            }
            var attached = new Attached(arn, policy.id());
            Given.put(act.rows(), holder.with(holder.holdings().attach(attached)));
            Uses.add(act.rows(), policy.id(), Uses.How.ATTACHED, holder);
          }
          return holder;
        });
  }

  private <E extends Holder> void detach(
      Call call, String action, Entities<E> all, String owner, String arn) {
    Arns.requirePolicy(arn);
    acts.change(
        call,
        action,
        act -> {
          E holder = act.with("iam:PolicyARN", arn).require(all, owner);
          Attached attached =
              holder.holdings().attached().stream()
                  .filter(one -> one.arn().equals(arn))
                  .findFirst()
                  .orElseThrow(
                      () -> IamError.NoSuchEntity.because("Policy " + arn + " was not found."));
          Given.put(act.rows(), holder.with(holder.holdings().detach(arn)));
          Uses.remove(act.rows(), attached.policyId(), Uses.How.ATTACHED, holder);
          return holder;
        });
  }

  private <E extends Holder> Slice<Attached> list(
      Call call,
      String action,
      Entities<E> all,
      String owner,
      @Nullable String pathPrefix,
      Slice.Wanted wanted) {
    String prefix = NewNames.pathPrefix(pathPrefix);
    return acts.look(
        call,
        action,
        act -> {
          List<Attached> shown =
              act.require(all, owner).holdings().attached().stream()
                  .filter(one -> pathAndName(one.arn()).startsWith(prefix))
                  .toList();
          return Slice.of(shown, Attached::arn, wanted);
        });
  }

  private static AttachedPolicy shown(Attached attached) {
    String arn = attached.arn();
    return new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn);
  }

  /** {@code /path/name} of a policy's ARN. */
  private static String pathAndName(String arn) {
    return arn.substring(arn.indexOf('/'));
  }
}
