package dev.coffer.iam.api;

import dev.coffer.iam.entity.Attached;
import dev.coffer.iam.entity.Entity;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.PolicyRow;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.entity.Uses;
import dev.coffer.wire.iam.AttachedPermissionsBoundary;
import dev.coffer.wire.iam.Group;
import dev.coffer.wire.iam.PermissionsBoundaryAttachmentType;
import dev.coffer.wire.iam.Policy;
import dev.coffer.wire.iam.PolicyVersion;
import dev.coffer.wire.iam.Role;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.User;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as clients see them. In lists Amazon leaves out tags, boundaries and descriptions. */
final class Shown {
  private Shown() {}

  /** With boundary and tags. */
  static User user(Rows rows, UserRow user) {
    return user(rows, user, boundary(user.boundary()), tagsIfAny(rows, user));
  }

  static User listed(Rows rows, UserRow user) {
    return user(rows, user, null, null);
  }

  private static User user(
      Rows rows,
      UserRow user,
      @Nullable AttachedPermissionsBoundary boundary,
      @Nullable List<Tag> tags) {
    return new User(
        user.naming().path(),
        user.name(),
        user.id(),
        user.arn(rows.accountId()),
        user.naming().created(),
        boundary,
        tags);
  }

  static Group group(Rows rows, GroupRow group) {
    return new Group(
        group.naming().path(),
        group.name(),
        group.id(),
        group.arn(rows.accountId()),
        group.naming().created());
  }

  /** With boundary and tags. */
  static Role role(Rows rows, RoleRow role) {
    return role(rows, role, boundary(role.boundary()), tagsIfAny(rows, role));
  }

  static Role listed(Rows rows, RoleRow role) {
    return role(rows, role, null, null);
  }

  private static Role role(
      Rows rows,
      RoleRow role,
      @Nullable AttachedPermissionsBoundary boundary,
      @Nullable List<Tag> tags) {
    return new Role(
        role.naming().path(),
        role.name(),
        role.id(),
        role.arn(rows.accountId()),
        role.naming().created(),
        Documents.shown(Texts.trust(rows, role)),
        role.description(),
        role.maxSessionSeconds(),
        boundary,
        tags);
  }

  /** With description and tags. */
  static Policy policy(Rows rows, PolicyRow policy) {
    return policy(rows, policy, policy.description(), tags(rows, policy));
  }

  static Policy listed(Rows rows, PolicyRow policy) {
    return policy(rows, policy, null, null);
  }

  private static Policy policy(
      Rows rows, PolicyRow policy, @Nullable String description, @Nullable List<Tag> tags) {
    Uses.Count uses = Uses.count(rows, policy.id());
    return new Policy(
        policy.name(),
        policy.id(),
        Policies.arn(rows, policy),
        policy.naming().path(),
        "v" + policy.defaultVersion(),
        Math.toIntExact(uses.attached()),
        Math.toIntExact(uses.boundaries()),
        true,
        description,
        policy.naming().created(),
        policy.updated(),
        tags);
  }

  /**
   * A version.
   *
   * @param document null where it is not shown
   */
  static PolicyVersion version(
      PolicyRow policy, PolicyRow.Version version, @Nullable String document) {
    return new PolicyVersion(
        document == null ? null : Documents.shown(document),
        "v" + version.number(),
        version.number() == policy.defaultVersion(),
        version.created());
  }

  /** Sorted by key. */
  static List<Tag> tags(Rows rows, Entity entity) {
    Map<String, String> tags = Tags.of(rows, entity);
    return tags.entrySet().stream().map(tag -> new Tag(tag.getKey(), tag.getValue())).toList();
  }

  private static @Nullable List<Tag> tagsIfAny(Rows rows, Entity entity) {
    List<Tag> tags = tags(rows, entity);
    return tags.isEmpty() ? null : tags;
  }

  private static @Nullable AttachedPermissionsBoundary boundary(@Nullable Attached boundary) {
    return boundary == null
        ? null
        : new AttachedPermissionsBoundary(
            PermissionsBoundaryAttachmentType.PermissionsBoundaryPolicy, boundary.arn());
  }
}
