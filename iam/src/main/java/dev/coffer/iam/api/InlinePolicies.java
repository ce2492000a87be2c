package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holder;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Inline;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.wire.iam.DeleteGroupPolicy;
import dev.coffer.wire.iam.DeleteRolePolicy;
import dev.coffer.wire.iam.DeleteUserPolicy;
import dev.coffer.wire.iam.GetGroupPolicy;
import dev.coffer.wire.iam.GetRolePolicy;
import dev.coffer.wire.iam.GetUserPolicy;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListGroupPolicies;
import dev.coffer.wire.iam.ListRolePolicies;
import dev.coffer.wire.iam.ListUserPolicies;
import dev.coffer.wire.iam.PutGroupPolicy;
import dev.coffer.wire.iam.PutRolePolicy;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.rpc.RpcException;
import java.util.List;

/**
 * Policies that belong to one user, group or role. All of an entity's together are limited:
 * Amazon's quotas of 2,048, 5,120 and 10,240 characters without white space.
 */
public final class InlinePolicies {
  private final Acts acts;

  InlinePolicies(Acts acts) {
    this.acts = acts;
  }

  public PutUserPolicy.Output put(Call call, PutUserPolicy op) {
    put(
        call,
        "iam:PutUserPolicy",
        Entities.USERS,
        op.userName(),
        op.policyName(),
        op.policyDocument());
    return new PutUserPolicy.Output();
  }

  public GetUserPolicy.Output get(Call call, GetUserPolicy op) {
    String text = get(call, "iam:GetUserPolicy", Entities.USERS, op.userName(), op.policyName());
    return new GetUserPolicy.Output(op.userName(), op.policyName(), text);
  }

  public DeleteUserPolicy.Output delete(Call call, DeleteUserPolicy op) {
    delete(call, "iam:DeleteUserPolicy", Entities.USERS, op.userName(), op.policyName());
    return new DeleteUserPolicy.Output();
  }

  public ListUserPolicies.Output list(Call call, ListUserPolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<String> names = list(call, "iam:ListUserPolicies", Entities.USERS, op.userName(), wanted);
    return new ListUserPolicies.Output(names.items(), names.truncated(), names.marker());
  }

  public PutGroupPolicy.Output put(Call call, PutGroupPolicy op) {
    put(
        call,
        "iam:PutGroupPolicy",
        Entities.GROUPS,
        op.groupName(),
        op.policyName(),
        op.policyDocument());
    return new PutGroupPolicy.Output();
  }

  public GetGroupPolicy.Output get(Call call, GetGroupPolicy op) {
    String text = get(call, "iam:GetGroupPolicy", Entities.GROUPS, op.groupName(), op.policyName());
    return new GetGroupPolicy.Output(op.groupName(), op.policyName(), text);
  }

  public DeleteGroupPolicy.Output delete(Call call, DeleteGroupPolicy op) {
    delete(call, "iam:DeleteGroupPolicy", Entities.GROUPS, op.groupName(), op.policyName());
    return new DeleteGroupPolicy.Output();
  }

  public ListGroupPolicies.Output list(Call call, ListGroupPolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<String> names =
        list(call, "iam:ListGroupPolicies", Entities.GROUPS, op.groupName(), wanted);
    return new ListGroupPolicies.Output(names.items(), names.truncated(), names.marker());
  }

  public PutRolePolicy.Output put(Call call, PutRolePolicy op) {
    put(
        call,
        "iam:PutRolePolicy",
        Entities.ROLES,
        op.roleName(),
        op.policyName(),
        op.policyDocument());
    return new PutRolePolicy.Output();
  }

  public GetRolePolicy.Output get(Call call, GetRolePolicy op) {
    String text = get(call, "iam:GetRolePolicy", Entities.ROLES, op.roleName(), op.policyName());
    return new GetRolePolicy.Output(op.roleName(), op.policyName(), text);
  }

  public DeleteRolePolicy.Output delete(Call call, DeleteRolePolicy op) {
    delete(call, "iam:DeleteRolePolicy", Entities.ROLES, op.roleName(), op.policyName());
    return new DeleteRolePolicy.Output();
  }

  public ListRolePolicies.Output list(Call call, ListRolePolicies op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    Slice<String> names = list(call, "iam:ListRolePolicies", Entities.ROLES, op.roleName(), wanted);
    return new ListRolePolicies.Output(names.items(), names.truncated(), names.marker());
  }

  private <E extends Holder> void put(
      Call call, String action, Entities<E> all, String owner, String name, String text) {
    acts.change(
        call,
        action,
        act -> {
          E holder = act.require(all, owner);
          RpcException tooLong = tooLong(holder);
          PolicyDocument document = Documents.parse(text, PolicyDocument.Kind.IDENTITY, tooLong);
          int size = document.normalizedBytes();
          Holdings others = holder.holdings().remove(name);
          if (others.inlineCharacters() + size > most(holder.kind())) {
            throw tooLong;
          }
          Texts.putInline(act.rows(), holder, name, text);
          Given.put(act.rows(), holder.with(others.put(new Inline(name, size))));
          return holder;
        });
  }

  private <E extends Holder> String get(
      Call call, String action, Entities<E> all, String owner, String name) {
    return acts.look(
        call,
        action,
        act -> {
          E holder = act.require(all, owner);
          requireInline(holder, name);
          return Documents.shown(Texts.inline(act.rows(), holder, name));
        });
  }

  private <E extends Holder> void delete(
      Call call, String action, Entities<E> all, String owner, String name) {
    acts.change(
        call,
        action,
        act -> {
          E holder = act.require(all, owner);
          requireInline(holder, name);
          Texts.removeInline(act.rows(), holder, name);
          Given.put(act.rows(), holder.with(holder.holdings().remove(name)));
          return holder;
        });
  }

  private <E extends Holder> Slice<String> list(
      Call call, String action, Entities<E> all, String owner, Slice.Wanted wanted) {
    return acts.look(
        call,
        action,
        act -> {
          List<Inline> inline = act.require(all, owner).holdings().inline();
          return Slice.of(inline.stream().map(Inline::name).toList(), name -> name, wanted);
        });
  }

  private static void requireInline(Holder holder, String name) {
    if (holder.holdings().inline(name).isEmpty()) {
      throw IamError.NoSuchEntity.because(
          "The " + holder.kind().word() + " policy with name " + name + " cannot be found.");
    }
  }

  private static RpcException tooLong(Holder holder) {
    return IamError.LimitExceeded.because(
        "Maximum policy size of "
            + most(holder.kind())
            + " bytes exceeded for "
            + holder.kind().word()
            + " "
            + holder.name());
  }

  private static int most(Kind kind) {
    return switch (kind) {
      case USER -> 2048;
      case GROUP -> 5120;
      case ROLE -> 10_240;
      case POLICY -> throw new IllegalArgumentException("a policy has no inline policies");
    };
  }
}
