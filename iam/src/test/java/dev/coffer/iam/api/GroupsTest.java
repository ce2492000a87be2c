package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.wire.iam.AddUserToGroup;
import dev.coffer.wire.iam.AttachGroupPolicy;
import dev.coffer.wire.iam.CreateGroup;
import dev.coffer.wire.iam.DeleteGroup;
import dev.coffer.wire.iam.DetachGroupPolicy;
import dev.coffer.wire.iam.GetGroup;
import dev.coffer.wire.iam.Group;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListGroups;
import dev.coffer.wire.iam.ListGroupsForUser;
import dev.coffer.wire.iam.PutGroupPolicy;
import dev.coffer.wire.iam.RemoveUserFromGroup;
import dev.coffer.wire.iam.UpdateGroup;
import dev.coffer.wire.iam.User;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupsTest {
  private final House house = new House();
  private final Groups groups = house.iam.groups();

  private void add(String group, String user) {
    groups.addUser(house.root, new AddUserToGroup(group, user));
  }

  @Test
  void aGroupIsShownWithItsMembers() {
    Group made = groups.create(house.root, new CreateGroup("/g/", "readers")).group();
    assertThat(made.groupId()).matches("AGPA[A-Z2-7]{17}");
    assertThat(made.arn()).isEqualTo("arn:aws:iam::" + A + ":group/g/readers");
    var names = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      house.user("u" + i);
      add("readers", "u" + i);
      add("readers", "u" + i);
    }
    String marker = null;
    do {
      var page = groups.get(house.root, new GetGroup("readers", marker, 2));
      assertThat(page.group()).isEqualTo(made);
      page.users().stream().map(User::userName).forEach(names::add);
      marker = page.marker();
    } while (marker != null);
    assertThat(names).containsExactlyInAnyOrder("u0", "u1", "u2", "u3", "u4");
  }

  @Test
  void membersHaveTheGroupsPolicies() {
    String id = house.user("u");
    house.group("g");
    add("g", "u");
    house.iam.inlinePolicies().put(house.root, new PutGroupPolicy("g", "p", House.POLICY));
    house.iam.attachments().attach(house.root, new AttachGroupPolicy("g", House.READ_ONLY));
    assertThat(house.identities.userSubject(A, id).orElseThrow().identity())
        .extracting(NamedPolicy::name)
        .containsExactly("group/g inline p", House.READ_ONLY);
    groups.removeUser(house.root, new RemoveUserFromGroup("g", "u"));
    groups.removeUser(house.root, new RemoveUserFromGroup("g", "u"));
    assertThat(house.identities.userSubject(A, id).orElseThrow().identity()).isEmpty();
  }

  @Test
  void aUserIsInTenGroupsAtMost() {
    house.user("u");
    for (int i = 0; i < 11; i++) {
      house.group("g" + i);
    }
    for (int i = 0; i < 10; i++) {
      add("g" + i, "u");
    }
    refused(
        IamError.LimitExceeded, "Cannot exceed quota for GroupsPerUser: 10", () -> add("g10", "u"));
    var listed = groups.listForUser(house.root, new ListGroupsForUser("u", null, 4));
    assertThat(listed.groups()).hasSize(4);
    var rest = groups.listForUser(house.root, new ListGroupsForUser("u", listed.marker(), null));
    assertThat(rest.groups()).hasSize(6);
  }

  @Test
  void whoIsNotThereIsNamed() {
    house.user("u");
    house.group("g");
    refused(IamError.NoSuchEntity, "The group with name h cannot be found.", () -> add("h", "u"));
    refused(IamError.NoSuchEntity, "The user with name v cannot be found.", () -> add("g", "v"));
    refused(
        IamError.EntityAlreadyExists,
        "Group with name G already exists.",
        () -> groups.create(house.root, new CreateGroup(null, "G")));
  }

  @Test
  void aGroupGoesWhenNothingHangsOnIt() {
    house.user("u");
    house.group("g");
    add("g", "u");
    house.iam.attachments().attach(house.root, new AttachGroupPolicy("g", House.READ_ONLY));
    conflict("remove users from group");
    groups.removeUser(house.root, new RemoveUserFromGroup("g", "u"));
    conflict("detach all policies");
    house.iam.attachments().detach(house.root, new DetachGroupPolicy("g", House.READ_ONLY));
    groups.delete(house.root, new DeleteGroup("g"));
    assertThat(groups.list(house.root, new ListGroups(null, null, null)).groups()).isEmpty();
  }

  private void conflict(String first) {
    refused(
        IamError.DeleteConflict,
        "Cannot delete entity, must " + first + " first.",
        () -> groups.delete(house.root, new DeleteGroup("g")));
  }

  @Test
  void aRenamedGroupKeepsItsMembers() {
    house.user("u");
    house.group("g");
    add("g", "u");
    groups.update(house.root, new UpdateGroup("g", "/new/", "h"));
    List<Group> of =
        groups.listForUser(house.root, new ListGroupsForUser("u", null, null)).groups();
    assertThat(of).extracting(Group::arn).containsExactly("arn:aws:iam::" + A + ":group/new/h");
    assertThat(groups.list(house.root, new ListGroups("/new/", null, null)).groups()).hasSize(1);
    assertThat(groups.list(house.root, new ListGroups("/old/", null, null)).groups()).isEmpty();
  }
}
