package dev.coffer.iam.identity;

import static dev.coffer.iam.identity.Installation.ACCOUNT;
import static dev.coffer.iam.identity.Installation.SYSTEM;
import static dev.coffer.iam.identity.UserRows.ALICE;
import static dev.coffer.iam.identity.UserRows.THEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.KeyState;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.storage.kv.KvStore;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user's key counts as long as the user's row says so, from one request to the next. */
final class UserKeysTest {
  private static final String ID = "AKIAAAAAAAAAAAAAAAAA";

  private final KvStore store = Installation.store();
  private final Ledger ledger = new Ledger(store, SYSTEM, Installation.entropy(5));
  private final AccessKeys keys = new AccessKeys(store, SYSTEM, Installation.seal(1, "here"));

  @BeforeEach
  void aKey() {
    new Accounts(store, SYSTEM).add(ACCOUNT);
    keys.put(new AccessKey(ID, Installation.KEY.secret(), ACCOUNT, ALICE.id()));
  }

  @Test
  void aKeyThatNoUserHasIsNone() {
    assertThat(keys.find(ID)).isEmpty();
  }

  @Test
  void aUsersKeySpeaksForTheUser() {
    UserRows.aliceWithKey(store, ID);
    AccessKey found = keys.find(ID).orElseThrow();
    assertThat(found.userId()).isEqualTo(ALICE.id());
    assertThat(found.root()).isFalse();
    assertThat(found.secret().sameAs(Installation.KEY.secret())).isTrue();
  }

  @Test
  void anInactiveKeyIsRefusedAtOnceAndTakenAgain() {
    UserRow user = UserRows.aliceWithKey(store, ID);
    put(user.withKeys(List.of(new KeyState(ID, false, THEN))));
    assertThat(keys.find(ID)).isEmpty();
    put(user);
    assertThat(keys.find(ID)).isPresent();
  }

  @Test
  void theKeyOfADeletedUserIsRefusedAtOnce() {
    UserRow user = UserRows.aliceWithKey(store, ID);
    assertThat(keys.find(ID)).isPresent();
    ledger.change(
        ACCOUNT.id(),
        change -> {
          Entities.USERS.remove(change, user);
          return user;
        });
    assertThat(keys.find(ID)).isEmpty();
  }

  @Test
  void aRemovedKeyIsGone() {
    UserRows.aliceWithKey(store, ID);
    keys.remove(ID);
    keys.remove(ID);
    assertThat(keys.find(ID)).isEmpty();
  }

  private void put(UserRow user) {
    ledger.change(
        ACCOUNT.id(),
        change -> {
          Entities.USERS.put(change, user);
          return user;
        });
  }
}
