package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.Texts;
import dev.coffer.wire.iam.CreateRole;
import dev.coffer.wire.iam.DeleteRole;
import dev.coffer.wire.iam.GetRole;
import dev.coffer.wire.iam.ListRoles;
import dev.coffer.wire.iam.UpdateAssumeRolePolicy;
import dev.coffer.wire.iam.UpdateRole;
import dev.coffer.wire.iam.UpdateRoleDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Roles and who may assume them. */
public final class Roles {
  private static final int USUAL_SESSION_SECONDS = 3600;

  private final Acts acts;
  private final NewNames names;
  private final TrustRules trust;

  Roles(Acts acts, NewNames names, TrustRules trust) {
    this.acts = acts;
    this.names = names;
    this.trust = trust;
  }

  public CreateRole.Output create(Call call, CreateRole op) {
    Naming naming = names.naming(Kind.ROLE, op.roleName(), op.path());
    Map<String, String> tags = TagRules.requested(op.tags());
    acts.look(call, "iam:CreateRole", act -> mayCreate(act.withTags(tags), op, naming));
    trust.require(op.assumeRolePolicyDocument());
    return acts.change(call, "iam:CreateRole", act -> create(act.withTags(tags), op, naming, tags));
  }

  private static boolean mayCreate(
      Act<? extends dev.coffer.iam.entity.Rows> plain, CreateRole op, Naming naming) {
    var act = Users.bounded(plain, op.permissionsBoundary());
    act.allow(Kind.ROLE.arn(act.account(), naming.path(), naming.name()));
    return true;
  }

  private static CreateRole.Output create(
      Act<Change> act, CreateRole op, Naming naming, Map<String, String> tags) {
    mayCreate(act, op, naming);
    Attached boundary = Given.boundary(act.rows(), op.permissionsBoundary());
    int seconds = op.maxSessionDuration() == null ? USUAL_SESSION_SECONDS : op.maxSessionDuration();
    var role = new RoleRow(naming, Holdings.NONE, boundary, op.description(), seconds);
    NewNames.add(act.rows(), Entities.ROLES, role);
    Texts.putTrust(act.rows(), role, op.assumeRolePolicyDocument());
    Given.use(act.rows(), role, null, boundary);
    TagRules.add(act.rows(), role, tags);
    return new CreateRole.Output(Shown.role(act.rows(), role));
  }

  public GetRole.Output get(Call call, GetRole op) {
    return acts.look(
        call,
        "iam:GetRole",
        act ->
            new GetRole.Output(Shown.role(act.rows(), act.require(Entities.ROLES, op.roleName()))));
  }

  public ListRoles.Output list(Call call, ListRoles op) {
    String prefix = NewNames.pathPrefix(op.pathPrefix());
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListRoles",
        act -> {
          act.allow(Kind.ROLE.arn(act.account(), prefix, ""));
          Slice<RoleRow> roles =
              Slice.of(
                  act.rows(),
                  Entities.ROLES,
                  role -> role.naming().path().startsWith(prefix),
                  wanted);
          return new ListRoles.Output(
              roles.map(role -> Shown.listed(act.rows(), role)), roles.truncated(), roles.marker());
        });
  }

  /** What is not named stays. */
  public UpdateRole.Output update(Call call, UpdateRole op) {
    return acts.change(
        call,
        "iam:UpdateRole",
        act -> {
          change(act, op.roleName(), op.description(), op.maxSessionDuration());
          return new UpdateRole.Output();
        });
  }

  public UpdateRoleDescription.Output updateDescription(Call call, UpdateRoleDescription op) {
    return acts.change(
        call,
        "iam:UpdateRoleDescription",
        act -> {
          RoleRow role = change(act, op.roleName(), op.description(), null);
          return new UpdateRoleDescription.Output(Shown.role(act.rows(), role));
        });
  }

  private static RoleRow change(
      Act<Change> act,
      String name,
      @Nullable String description,
      @Nullable Integer maxSessionSeconds) {
    RoleRow role = act.require(Entities.ROLES, name);
    RoleRow changed =
        role.with(
            description == null ? role.description() : description,
            maxSessionSeconds == null ? role.maxSessionSeconds() : maxSessionSeconds);
    Entities.ROLES.put(act.rows(), changed);
    return changed;
  }

  public UpdateAssumeRolePolicy.Output updateTrust(Call call, UpdateAssumeRolePolicy op) {
    String action = "iam:UpdateAssumeRolePolicy";
    acts.look(call, action, act -> act.require(Entities.ROLES, op.roleName()));
    trust.require(op.policyDocument());
    return acts.change(
        call,
        action,
        act -> {
          RoleRow role = act.require(Entities.ROLES, op.roleName());
          Texts.putTrust(act.rows(), role, op.policyDocument());
          return new UpdateAssumeRolePolicy.Output();
        });
  }

  public DeleteRole.Output delete(Call call, DeleteRole op) {
    return acts.change(
        call,
        "iam:DeleteRole",
        act -> {
          RoleRow role = act.require(Entities.ROLES, op.roleName());
          Given.requireNothingGiven(role);
          Given.use(act.rows(), role, role.boundary(), null);
          Tags.put(act.rows(), role, Map.of());
          Texts.removeTrust(act.rows(), role);
          Entities.ROLES.remove(act.rows(), role);
          return new DeleteRole.Output();
        });
  }
}
