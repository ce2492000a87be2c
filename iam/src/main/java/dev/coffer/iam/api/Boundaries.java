package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Bounded;
import dev.coffer.iam.entity.Entities;
import dev.coffer.wire.iam.DeleteRolePermissionsBoundary;
import dev.coffer.wire.iam.DeleteUserPermissionsBoundary;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.PutRolePermissionsBoundary;
import dev.coffer.wire.iam.PutUserPermissionsBoundary;

/** Managed policies that limit what a user or role may be allowed. */
public final class Boundaries {
  private final Acts acts;

  Boundaries(Acts acts) {
    this.acts = acts;
  }

  public PutUserPermissionsBoundary.Output put(Call call, PutUserPermissionsBoundary op) {
    String action = "iam:PutUserPermissionsBoundary";
    put(call, action, Entities.USERS, op.userName(), op.permissionsBoundary());
    return new PutUserPermissionsBoundary.Output();
  }

  public DeleteUserPermissionsBoundary.Output delete(Call call, DeleteUserPermissionsBoundary op) {
    delete(call, "iam:DeleteUserPermissionsBoundary", Entities.USERS, op.userName());
    return new DeleteUserPermissionsBoundary.Output();
  }

  public PutRolePermissionsBoundary.Output put(Call call, PutRolePermissionsBoundary op) {
    String action = "iam:PutRolePermissionsBoundary";
    put(call, action, Entities.ROLES, op.roleName(), op.permissionsBoundary());
    return new PutRolePermissionsBoundary.Output();
  }

  public DeleteRolePermissionsBoundary.Output delete(Call call, DeleteRolePermissionsBoundary op) {
    delete(call, "iam:DeleteRolePermissionsBoundary", Entities.ROLES, op.roleName());
    return new DeleteRolePermissionsBoundary.Output();
  }

  private <E extends Bounded> void put(
      Call call, String action, Entities<E> all, String owner, String arn) {
    acts.change(
        call,
        action,
        act -> {
          E entity = act.with("iam:PermissionsBoundary", arn).require(all, owner);
          Attached boundary = Given.boundary(act.rows(), arn);
          Given.use(act.rows(), entity, entity.boundary(), boundary);
          Given.put(act.rows(), entity.with(boundary));
          return entity;
        });
  }

  private <E extends Bounded> void delete(Call call, String action, Entities<E> all, String owner) {
    acts.change(
        call,
        action,
        act -> {
          E entity = act.require(all, owner);
          if (entity.boundary() == null) {
            throw IamError.NoSuchEntity.because(
                Refusals.capital(all.kind()) + " " + owner + " has no permissions boundary.");
          }
          Given.use(act.rows(), entity, entity.boundary(), null);
          Given.put(act.rows(), entity.with((Attached) null));
          return entity;
        });
  }
}
