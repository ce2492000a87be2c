package dev.coffer.iam.api;

import static dev.coffer.iam.api.House.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.identity.Installation;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.iam.AddUserToGroup;
import dev.coffer.wire.iam.AttachUserPolicy;
import dev.coffer.wire.iam.CreateAccessKey;
import dev.coffer.wire.iam.CreateGroup;
import dev.coffer.wire.iam.CreatePolicy;
import dev.coffer.wire.iam.CreateUser;
import dev.coffer.wire.iam.DeleteAccessKey;
import dev.coffer.wire.iam.DeleteGroup;
import dev.coffer.wire.iam.DeletePolicy;
import dev.coffer.wire.iam.DeleteUser;
import dev.coffer.wire.iam.DetachUserPolicy;
import dev.coffer.wire.iam.GetGroup;
import dev.coffer.wire.iam.ListAccessKeys;
import dev.coffer.wire.iam.ListEntitiesForPolicy;
import dev.coffer.wire.iam.ListGroups;
import dev.coffer.wire.iam.ListPolicies;
import dev.coffer.wire.iam.ListUsers;
import dev.coffer.wire.iam.Policy;
import dev.coffer.wire.iam.PolicyScopeType;
import dev.coffer.wire.iam.PolicyUsageType;
import dev.coffer.wire.iam.PutUserPolicy;
import dev.coffer.wire.iam.RemoveUserFromGroup;
import dev.coffer.wire.iam.UpdateUser;
import dev.coffer.wire.rpc.RpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at once, and a store that leaves outcomes open: rows always fit together. */
final class RacesTest {
  private static final int THREADS = 4;

  @Test
  void oneOfManyGetsTheName() throws Exception {
    var house = new House();
    for (int round = 0; round < 30; round++) {
      String name = "user" + round;
      int made =
          together(() -> {
            house.iam.users().create(house.root, new CreateUser(null, name, null, null));
            return true;
          });
      assertThat(made).isEqualTo(1);
    }
    assertThat(house.iam.users().list(house.root, new ListUsers(null, null, null)).users())
        .hasSize(30);
  }

  @Test
  void aUserNeverHasMoreThanTwoKeys() throws Exception {
    var house = new House();
    for (int round = 0; round < 20; round++) {
      String name = "user" + round;
      house.user(name);
      int made =
          together(() -> {
            house.iam.accessKeys().create(house.root, new CreateAccessKey(name));
            return true;
          });
      assertThat(made).isEqualTo(2);
    }
  }

  @Test
  void aPolicyIsDeletedOrAttachedNeverBoth() throws Exception {
    var house = new House();
    house.user("u");
    for (int round = 0; round < 30; round++) {
      String arn = house.policyNamed("p" + round);
      List<Callable<Boolean>> both =
          List.of(
              () -> {
                house.iam.attachments().attach(house.root, new AttachUserPolicy("u", arn));
                return true;
              },
              () -> {
                house.iam.policies().delete(house.root, new DeletePolicy(arn));
                return true;
              });
      assertThat(succeeded(both)).isEqualTo(1);
      check(house);
      try {
        house.iam.attachments().detach(house.root, new DetachUserPolicy("u", arn));
      } catch (RpcException e) {
        assertThat(e.code()).isEqualTo("NoSuchEntity");
      }
    }
  }

  private static int together(Callable<Boolean> action) throws Exception {
    var actions = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < THREADS; i++) {
      actions.add(action);
    }
    return succeeded(actions);
  }

  /** How many were done; the others must have been refused. */
  private static int succeeded(List<Callable<Boolean>> actions) throws InterruptedException {
    int done = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var future : threads.invokeAll(actions)) {
        try {
          done += future.get() ? 1 : 0;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(RpcException.class);
        }
      }
    }
    return done;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverTheStoreLeavesOpenTheRowsFitTogether(long seed) {
    KvStore store = MemoryKv.hostile(seed);
    store.create(Installation.SYSTEM);
    House house = patiently(() -> new House(store));
    var random = new Random(seed);
    int done = 0;
    for (int step = 0; step < 250; step++) {
      done += attempt(house, random) ? 1 : 0;
      if (step % 10 == 0) {
        check(house);
      }
    }
    check(house);
    assertThat(done).as("operations done with seed %d", seed).isGreaterThan(60);
  }

  private static <T> T patiently(java.util.function.Supplier<T> action) {
    for (int i = 0; ; i++) {
      try {
        return action.get();
      } catch (Unavailable e) {
        assertThat(i).isLessThan(20);
      }
    }
  }

  private static boolean attempt(House house, Random random) {
    try {
      act(house, random);
      return true;
    } catch (RpcException | Unavailable e) {
      return false;
    }
  }

  private static void act(House house, Random random) {
    Iam iam = house.iam;
    String user = "u" + random.nextInt(3);
    String group = "g" + random.nextInt(2);
    String policy = "p" + random.nextInt(3);
    String arn = "arn:aws:iam::" + A + ":policy/" + policy;
    switch (random.nextInt(14)) {
      case 0, 1 -> iam.users().create(house.root, new CreateUser(null, user, null, null));
      case 2 -> iam.groups().create(house.root, new CreateGroup(null, group));
      case 3 ->
          iam.policies()
              .create(house.root, new CreatePolicy(policy, null, House.POLICY, null, null));
      case 4, 5 -> iam.attachments().attach(house.root, new AttachUserPolicy(user, arn));
      case 6 -> iam.attachments().detach(house.root, new DetachUserPolicy(user, arn));
      case 7 -> iam.groups().addUser(house.root, new AddUserToGroup(group, user));
      case 8 -> iam.groups().removeUser(house.root, new RemoveUserFromGroup(group, user));
      case 9 -> iam.accessKeys().create(house.root, new CreateAccessKey(user));
      case 10 -> {
        String key =
            iam
                .accessKeys()
                .list(house.root, new ListAccessKeys(user, null, null))
                .accessKeyMetadata()
                .stream()
                .map(found -> String.valueOf(found.accessKeyId()))
                .findFirst()
                .orElse("AKIANOBODY");
        iam.accessKeys().delete(house.root, new DeleteAccessKey(user, key));
      }
      case 11 -> iam.policies().delete(house.root, new DeletePolicy(arn));
      case 12 -> iam.users().update(house.root, new UpdateUser(user, null, "u9"));
      default -> {
        if (random.nextBoolean()) {
          iam.users().delete(house.root, new DeleteUser(user));
        } else {
          iam.groups().delete(house.root, new DeleteGroup(group));
        }
      }
    }
  }

  /** Everything that is listed can be read, and every count is what is counted. */
  private static void check(House house) {
    for (var user : house.iam.users().list(house.root, new ListUsers(null, null, null)).users()) {
      assertThat(house.identities.userSubject(A, user.userId())).isPresent();
      var keys =
          house
              .iam
              .accessKeys()
              .list(house.root, new ListAccessKeys(user.userName(), null, null))
              .accessKeyMetadata();
      for (var key : keys) {
        assertThat(house.keys.find(String.valueOf(key.accessKeyId()))).isPresent();
      }
    }
    for (var group :
        house.iam.groups().list(house.root, new ListGroups(null, null, null)).groups()) {
      var members = house.iam.groups().get(house.root, new GetGroup(group.groupName(), null, null));
      assertThat(members.isTruncated()).isFalse();
    }
    var policies =
        house
            .iam
            .policies()
            .list(house.root, new ListPolicies(PolicyScopeType.Local, null, null, null, null, null))
            .policies();
    assertThat(policies).isNotNull();
    for (Policy policy : policies) {
      var users =
          house
              .iam
              .policyEntities()
              .list(
                  house.root,
                  new ListEntitiesForPolicy(
                      String.valueOf(policy.arn()),
                      null,
                      null,
                      PolicyUsageType.PermissionsPolicy,
                      null,
                      null))
              .policyUsers();
      assertThat(users).isNotNull();
      assertThat(policy.attachmentCount()).isEqualTo(users.size());
    }
  }

  @Test
  void inlinePoliciesOfOneUserAreAllKept() throws Exception {
    var house = new House();
    String id = house.user("u");
    var actions = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < THREADS; i++) {
      String name = "p" + i;
      actions.add(() -> {
        house.iam.inlinePolicies().put(house.root, new PutUserPolicy("u", name, House.POLICY));
        return true;
      });
    }
    assertThat(succeeded(actions)).isEqualTo(THREADS);
    assertThat(house.identities.userSubject(A, id).orElseThrow().identity()).hasSize(THREADS);
  }
}
