package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Holdings;
import dev.coffer.iam.entity.Kind;
import dev.coffer.iam.entity.Members;
import dev.coffer.iam.entity.Naming;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.iam.AddUserToGroup;
import dev.coffer.wire.iam.CreateGroup;
import dev.coffer.wire.iam.DeleteGroup;
import dev.coffer.wire.iam.GetGroup;
import dev.coffer.wire.iam.ListGroups;
import dev.coffer.wire.iam.ListGroupsForUser;
import dev.coffer.wire.iam.RemoveUserFromGroup;
import dev.coffer.wire.iam.UpdateGroup;
import java.util.List;

/** Groups and who is in them. */
public final class Groups {
  private static final int GROUPS_PER_USER = 10;

  private final Acts acts;
  private final NewNames names;

  Groups(Acts acts, NewNames names) {
    this.acts = acts;
    this.names = names;
  }

  public CreateGroup.Output create(Call call, CreateGroup op) {
    Naming naming = names.naming(Kind.GROUP, op.groupName(), op.path());
    return acts.change(
        call,
        "iam:CreateGroup",
        act -> {
          act.allow(Kind.GROUP.arn(act.account(), naming.path(), naming.name()));
          var group = new GroupRow(naming, Holdings.NONE, 0);
          NewNames.add(act.rows(), Entities.GROUPS, group);
          return new CreateGroup.Output(Shown.group(act.rows(), group));
        });
  }

  public GetGroup.Output get(Call call, GetGroup op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:GetGroup",
        act -> {
          GroupRow group = act.require(Entities.GROUPS, op.groupName());
          List<String> ids = Members.of(act.rows(), group, wanted.after(), wanted.most() + 1);
          Slice<String> members = Slice.of(ids, id -> id, wanted);
          return new GetGroup.Output(
              Shown.group(act.rows(), group),
              members.map(id -> Shown.listed(act.rows(), member(act.rows(), id))),
              members.truncated(),
              members.marker());
        });
  }

  private static UserRow member(Rows rows, String id) {
    return Entities.USERS
        .byId(rows, id)
        .orElseThrow(() -> new Corrupt("a group's member is missing"));
  }

  public ListGroups.Output list(Call call, ListGroups op) {
    String prefix = NewNames.pathPrefix(op.pathPrefix());
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListGroups",
        act -> {
          act.allow(Kind.GROUP.arn(act.account(), prefix, ""));
          Slice<GroupRow> groups =
              Slice.of(
                  act.rows(),
                  Entities.GROUPS,
                  group -> group.naming().path().startsWith(prefix),
                  wanted);
          return new ListGroups.Output(
              groups.map(group -> Shown.group(act.rows(), group)),
              groups.truncated(),
              groups.marker());
        });
  }

  public ListGroupsForUser.Output listForUser(Call call, ListGroupsForUser op) {
    var wanted = new Slice.Wanted(op.marker(), op.maxItems());
    return acts.look(
        call,
        "iam:ListGroupsForUser",
        act -> {
          UserRow user = act.require(Entities.USERS, op.userName());
          List<GroupRow> all =
              user.groups().stream()
                  .map(id ->
                      Entities.GROUPS
                          .byId(act.rows(), id)
                          .orElseThrow(() -> new Corrupt("a user's group is missing")))
                  .toList();
          Slice<GroupRow> groups = Slice.of(all, GroupRow::name, wanted);
          return new ListGroupsForUser.Output(
              groups.map(group -> Shown.group(act.rows(), group)),
              groups.truncated(),
              groups.marker());
        });
  }

  public UpdateGroup.Output update(Call call, UpdateGroup op) {
    return acts.change(
        call,
        "iam:UpdateGroup",
        act -> {
          GroupRow before = act.require(Entities.GROUPS, op.groupName());
          Naming changed = Renaming.of(before, op.newGroupName(), op.newPath());
          Renaming.apply(act, Entities.GROUPS, before, before.with(changed));
          return new UpdateGroup.Output();
        });
  }

  public DeleteGroup.Output delete(Call call, DeleteGroup op) {
    return acts.change(
        call,
        "iam:DeleteGroup",
        act -> {
          GroupRow group = act.require(Entities.GROUPS, op.groupName());
          if (group.members() > 0) {
            throw Refusals.conflict("remove users from group");
          }
          Given.requireNothingGiven(group);
          Entities.GROUPS.remove(act.rows(), group);
          return new DeleteGroup.Output();
        });
  }

  /** Adding a member twice changes nothing. */
  public AddUserToGroup.Output addUser(Call call, AddUserToGroup op) {
    return acts.change(
        call,
        "iam:AddUserToGroup",
        act -> {
          GroupRow group = act.require(Entities.GROUPS, op.groupName());
          UserRow user = member(act, op.userName());
          if (!user.groups().contains(group.id())) {
            if (user.groups().size() >= GROUPS_PER_USER) {
              throw Refusals.quota("GroupsPerUser", GROUPS_PER_USER);
            }
            Members.add(act.rows(), group, user);
          }
          return new AddUserToGroup.Output();
        });
  }

  /** Removing who is no member changes nothing. */
  public RemoveUserFromGroup.Output removeUser(Call call, RemoveUserFromGroup op) {
    return acts.change(
        call,
        "iam:RemoveUserFromGroup",
        act -> {
          GroupRow group = act.require(Entities.GROUPS, op.groupName());
          UserRow user = member(act, op.userName());
          if (user.groups().contains(group.id())) {
            Members.remove(act.rows(), group, user);
          }
          return new RemoveUserFromGroup.Output();
        });
  }

  /** The action is on the group; the user need not be one the caller may act on. */
  private static UserRow member(Act<? extends Rows> act, String name) {
    return Entities.USERS
        .byName(act.rows(), name)
        .orElseThrow(() -> Refusals.noSuch(Kind.USER, name));
  }
}
