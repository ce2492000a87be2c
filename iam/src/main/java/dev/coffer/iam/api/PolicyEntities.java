package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.entity.Uses;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.iam.EntityType;
import dev.coffer.wire.iam.ListEntitiesForPolicy;
import dev.coffer.wire.iam.PolicyGroup;
import dev.coffer.wire.iam.PolicyRole;
import dev.coffer.wire.iam.PolicyUsageType;
import dev.coffer.wire.iam.PolicyUser;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who uses a managed policy. */
public final class PolicyEntities {
  private static final int ALL = Kind.USER.limit() + Kind.GROUP.limit() + Kind.ROLE.limit();

  private final Acts acts;

  PolicyEntities(Acts acts) {
    this.acts = acts;
  }

  public ListEntitiesForPolicy.Output list(Call call, ListEntitiesForPolicy op) {
    String prefix = NewNames.pathPrefix(op.pathPrefix());
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListEntitiesForPolicy",
        act -> {
          PolicyRow policy = act.requirePolicy(op.policyArn());
          List<Entity> all =
              ids(act.rows(), policy, op.policyUsageFilter()).stream()
                  .map(id -> require(act.rows(), id))
                  .filter(entity -> asked(entity, op.entityFilter()))
                  .filter(entity -> entity.naming().path().startsWith(prefix))
                  .toList();
          return shown(Slice.of(all, Entity::id, wanted));
        });
  }

  private static List<String> ids(Rows rows, PolicyRow policy, @Nullable PolicyUsageType usage) {
    var ids = new TreeSet<String>();
    if (usage != PolicyUsageType.PermissionsBoundary) {
      ids.addAll(Uses.entities(rows, policy.id(), Uses.How.ATTACHED, "", ALL));
    }
    if (usage != PolicyUsageType.PermissionsPolicy) {
      ids.addAll(Uses.entities(rows, policy.id(), Uses.How.BOUNDARY, "", ALL));
    }
    return List.copyOf(ids);
  }

  /** No managed policy uses another. */
  private static boolean asked(Entity entity, @Nullable EntityType type) {
    return switch (type) {
      case null -> true;
      case User -> entity.kind() == Kind.USER;
      case Role -> entity.kind() == Kind.ROLE;
      case Group -> entity.kind() == Kind.GROUP;
      case LocalManagedPolicy, AWSManagedPolicy -> false;
    };
  }

  private static Entity require(Rows rows, String id) {
    Optional<? extends Entity> found =
        id.startsWith(Kind.USER.idPrefix())
            ? Entities.USERS.byId(rows, id)
            : id.startsWith(Kind.GROUP.idPrefix())
                ? Entities.GROUPS.byId(rows, id)
                : Entities.ROLES.byId(rows, id);
    return found.orElseThrow(() -> new Corrupt("a policy's user is missing"));
  }

  private static ListEntitiesForPolicy.Output shown(Slice<Entity> slice) {
    return new ListEntitiesForPolicy.Output(
        slice.items().stream()
            .filter(GroupRow.class::isInstance)
            .map(group -> new PolicyGroup(group.name(), group.id()))
            .toList(),
        slice.items().stream()
            .filter(UserRow.class::isInstance)
            .map(user -> new PolicyUser(user.name(), user.id()))
            .toList(),
        slice.items().stream()
            .filter(RoleRow.class::isInstance)
            .map(role -> new PolicyRole(role.name(), role.id()))
            .toList(),
        slice.truncated(),
        slice.marker());
  }
}
