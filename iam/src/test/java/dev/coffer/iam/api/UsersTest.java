package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static dev.coffer.iam.api.House.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.iam.AddUserToGroup;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.CreateAccessKey;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.DeleteAccessKey;
import dev.coffer.wire.iam.DeleteUser;
import dev.coffer.wire.iam.DeleteUserPolicy;
import dev.coffer.wire.iam.DetachUserPolicy;
import dev.coffer.wire.iam.GetUser;
import dev.coffer.wire.iam.IamError;
import dev.coffer.wire.iam.ListUsers;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.iam.RemoveUserFromGroup;
import dev.coffer.wire.iam.Tag;
import dev.coffer.wire.iam.UpdateUser;
import dev.coffer.wire.iam.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsersTest {
  private final House house = new House();
  private final Users users = house.iam.users();

  @Test
  void aUserIsShownAsItWasCreated() {
    String limit = house.policyNamed("limit");
    var tags = List.of(new Tag("b", "2"), new Tag("a", "1"));
    User made = users.create(house.root, new CreateUser("/x/", "alice", limit, tags)).user();
    assertThat(made).isNotNull();
    assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
    assertThat(made.arn()).isEqualTo("arn:aws:iam::" + A + ":user/x/alice");
    assertThat(made.createDate()).isEqualTo(Instant.parse("2026-11-24T10:20:30Z"));
    assertThat(made.permissionsBoundary()).isNotNull();
    assertThat(made.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(limit);
    assertThat(made.tags()).containsExactly(new Tag("a", "1"), new Tag("b", "2"));
    assertThat(users.get(house.root, new GetUser("alice")).user()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "ALICE", "Alice"})
  void namesAreUniqueWithoutCase(String name) {
    house.user("Alice");
    refused(
        IamError.EntityAlreadyExists,
        "User with name " + name + " already exists.",
        () -> users.create(house.root, new CreateUser(null, name, null, null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "/x", "x/", "//ä/", "/a b/"})
  void pathsBeginAndEndWithASlash(String path) {
    refused(
        IamError.ValidationError,
        "The specified value for path is invalid. It must begin and end with / and contain only"
            + " alphanumeric characters and/or / characters.",
        () -> users.create(house.root, new CreateUser(path, "u", null, null)));
  }

  @Test
  void aBoundaryMustBeThere() {
    String arn = "arn:aws:iam::" + A + ":policy/none";
    refused(
        IamError.NoSuchEntity,
        "Scope ARN: " + arn + " does not exist or is not attachable.",
        () -> users.create(house.root, new CreateUser(null, "u", arn, null)));
    refused(
        IamError.NoSuchEntity,
        "The user with name u cannot be found.",
        () -> users.get(house.root, new GetUser("u")));
  }

  @Test
  void tagsOfAUserAreChecked() {
    refused(
        IamError.InvalidInput,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
        () -> create("u", List.of(new Tag("k", "1"), new Tag("K", "2"))));
    refused(
        IamError.InvalidInput,
        "aws: prefixed tag key names are not allowed for external use.",
        () -> create("u", List.of(new Tag("Aws:k", "1"))));
  }

  private void create(String name, List<Tag> tags) {
    users.create(house.root, new CreateUser(null, name, null, tags));
  }

  @Test
  void namesAreLookedUpWithCase() {
    house.user("Alice");
    refused(
        IamError.NoSuchEntity,
        "The user with name alice cannot be found.",
        () -> users.get(house.root, new GetUser("alice")));
  }

  @Test
  void whoNamesNobodyMeansThemselves() {
    User root = users.get(house.root, new GetUser(null)).user();
    assertThat(root.arn()).isEqualTo("arn:aws:iam::" + A + ":root");
    assertThat(root.userId()).isEqualTo(A);
    var alice = house.userWith("alice", House.policy("iam:GetUser"));
    assertThat(users.get(alice, new GetUser(null)).user().userName()).isEqualTo("alice");
  }

  @Test
  void listsGoOnWhereTheyEnded() {
    for (int i = 0; i < 25; i++) {
      String path = i % 2 == 0 ? "/even/" : "/odd/";
      users.create(house.root, new CreateUser(path, "User" + (char) ('a' + i), null, null));
    }
    assertThat(names(null, 7)).hasSize(25).isSorted();
    assertThat(names("/even/", 3)).hasSize(13);
    assertThat(names("/od", 100)).hasSize(12);
    assertThat(names("/none/", 1)).isEmpty();
    refused(
        IamError.ValidationError,
        "Invalid Marker.",
        () -> users.list(house.root, new ListUsers(null, "%", null)));
    refused(
        IamError.ValidationError,
        "The specified value for pathPrefix is invalid. It must begin with / and contain only"
            + " alphanumeric characters and/or / characters.",
        () -> users.list(house.root, new ListUsers("x", null, null)));
  }

  private List<String> names(@org.jspecify.annotations.Nullable String prefix, int maxItems) {
    var names = new ArrayList<String>();
    String marker = null;
    do {
      var page = users.list(house.root, new ListUsers(prefix, marker, maxItems));
      assertThat(page.users()).hasSizeLessThanOrEqualTo(maxItems);
      assertThat(page.isTruncated()).isEqualTo(page.marker() != null);
      page.users().forEach(user -> names.add(user.userName()));
      marker = page.marker();
    } while (marker != null);
    return names;
  }

  @Test
  void aUserTakesAnotherNameAndPath() {
    String id = house.user("alice");
    users.update(house.root, new UpdateUser("alice", "/p/", "Alice"));
    User renamed = users.get(house.root, new GetUser("Alice")).user();
    assertThat(renamed.userId()).isEqualTo(id);
    assertThat(renamed.arn()).isEqualTo("arn:aws:iam::" + A + ":user/p/Alice");
    users.update(house.root, new UpdateUser("Alice", null, "bob"));
    assertThat(users.get(house.root, new GetUser("bob")).user().path()).isEqualTo("/p/");
    house.user("alice");
    refused(
        IamError.EntityAlreadyExists,
        "User with name ALICE already exists.",
        () -> users.update(house.root, new UpdateUser("bob", null, "ALICE")));
  }

  @Test
  void aUserGoesWhenNothingHangsOnThem() {
    String id = house.user("alice");
    house.group("g");
    String own = house.policyNamed("own");
    house
        .iam
        .boundaries()
        .put(house.root, new dev.coffer.wire.iam.PutUserPermissionsBoundary("alice", own));
    house.iam.attachments().attach(house.root, new AttachUserPolicy("alice", own));
    house.iam.inlinePolicies().put(house.root, new PutUserPolicy("alice", "p", House.POLICY));
    String key =
        house
            .iam
            .accessKeys()
            .create(house.root, new CreateAccessKey("alice"))
            .accessKey()
            .accessKeyId();
    house.iam.groups().addUser(house.root, new AddUserToGroup("g", "alice"));

    conflict("detach all policies");
    house.iam.attachments().detach(house.root, new DetachUserPolicy("alice", own));
    conflict("delete policies");
    house.iam.inlinePolicies().delete(house.root, new DeleteUserPolicy("alice", "p"));
    conflict("delete access keys");
    house.iam.accessKeys().delete(house.root, new DeleteAccessKey("alice", key));
    conflict("remove users from group");
    house.iam.groups().removeUser(house.root, new RemoveUserFromGroup("g", "alice"));
    users.delete(house.root, new DeleteUser("alice"));

    assertThat(house.identities.userSubject(A, id)).isEmpty();
    house.iam.policies().delete(house.root, new dev.coffer.wire.iam.DeletePolicy(own));
    house.iam.groups().delete(house.root, new dev.coffer.wire.iam.DeleteGroup("g"));
    assertThat(house.identities.anyIn(A)).isFalse();
  }

  private void conflict(String first) {
    refused(
        IamError.DeleteConflict,
        "Cannot delete entity, must " + first + " first.",
        () -> users.delete(house.root, new DeleteUser("alice")));
  }

  @Test
  void aClosedAccountTakesNobody() {
    assertThat(house.identities.closeIfEmpty(A)).isTrue();
    refused(
        IamError.AccessDenied,
        "The account is being deleted.",
        () -> users.create(house.root, new CreateUser(null, "u", null, null)));
  }
}
