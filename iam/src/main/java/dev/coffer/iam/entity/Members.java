package dev.coffer.iam.entity;

import java.util.List;

/** Who is in a group: a row for each member, and the group's id in the user's row. */
public final class Members {
  private Members() {}

  /** Unique ids of users, ascending. */
  public static List<String> of(Rows rows, GroupRow group, String after, int limit) {
    return rows.suffixes(row(group, ""), after, limit);
  }

  static String row(GroupRow group, String userId) {
    return "m/" + group.id() + "/" + userId;
  }

  /** The user must not be in the group. */
  public static void add(Change change, GroupRow group, UserRow user) {
    var groups = new java.util.ArrayList<>(user.groups());
    groups.add(group.id());
    change.put(row(group, user.id()), Fields.record());
    Entities.USERS.put(change, user.withGroups(groups));
    Entities.GROUPS.put(change, group.withMembers(group.members() + 1));
  }

  /** The user must be in the group. */
  public static void remove(Change change, GroupRow group, UserRow user) {
    List<String> groups = user.groups().stream().filter(id -> !id.equals(group.id())).toList();
    change.delete(row(group, user.id()));
    Entities.USERS.put(change, user.withGroups(groups));
    Entities.GROUPS.put(change, group.withMembers(group.members() - 1));
  }
}
