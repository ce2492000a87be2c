package dev.coffer.iam.api;

import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Bounded;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Holder;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.entity.Uses;
import dev.coffer.wire.iam.IamError;
import org.jspecify.annotations.Nullable;

/** What entities of every kind have in common when policies are given to them or they go. */
final class Given {
  private Given() {}

  /** Stores an entity under its kind. */
  static void put(Change change, Entity entity) {
    switch (entity) {
      case UserRow user -> Entities.USERS.put(change, user);
      case GroupRow group -> Entities.GROUPS.put(change, group);
      case RoleRow role -> Entities.ROLES.put(change, role);
      case PolicyRow policy -> Entities.POLICIES.put(change, policy);
    }
  }

  /** The policy that is to be the boundary; null for none. */
  static @Nullable Attached boundary(Change change, @Nullable String arn) {
    if (arn == null) {
      return null;
    }
    Arns.requirePolicy(arn);
    PolicyRow policy =
        Policies.find(change, arn)
            .orElseThrow(() ->
                IamError.NoSuchEntity.because(
                    "Scope ARN: " + arn + " does not exist or is not attachable."));
    return new Attached(arn, policy.id());
  }

  /** Exchanges the note that an entity's boundary is in use. */
  static void use(
      Change change, Bounded entity, @Nullable Attached before, @Nullable Attached after) {
    if (before != null) {
      Uses.remove(change, before.policyId(), Uses.How.BOUNDARY, entity);
    }
    if (after != null) {
      Uses.add(change, after.policyId(), Uses.How.BOUNDARY, entity);
    }
  }

  /** Refuses to delete who still has policies. */
  static void requireNothingGiven(Holder holder) {
    if (!holder.holdings().attached().isEmpty()) {
      throw Refusals.conflict("detach all policies");
    }
    if (!holder.holdings().inline().isEmpty()) {
      throw Refusals.conflict("delete policies");
    }
  }
}
