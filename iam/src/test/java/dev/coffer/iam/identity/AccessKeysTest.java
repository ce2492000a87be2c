package dev.coffer.iam.identity;

import static dev.coffer.iam.identity.Installation.ACCOUNT;
import static dev.coffer.iam.identity.Installation.KEY;
import static dev.coffer.iam.identity.Installation.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessKeysTest {
  private static final Bytes ROW = Bytes.utf8("row");

  private final KvStore store = Installation.store();
  private final Accounts accounts = new Accounts(store, SYSTEM);
  private final AccessKeys keys = new AccessKeys(store, SYSTEM, Installation.seal(1, "here"));

  @Test
  void aKeyIsFoundAsItWasPut() {
    accounts.add(ACCOUNT);
    assertThat(keys.put(KEY)).isTrue();
    AccessKey found = keys.find(KEY.id()).orElseThrow();
    assertThat(found.secret().sameAs(KEY.secret())).isTrue();
    assertThat(found.account()).isEqualTo(ACCOUNT);
    assertThat(found.userId()).isEqualTo("123456789012");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AKIDEXAMPLF", "akidexample", "", "a/b", "AKIDEXAMPLE/row"})
  void otherIdsAreNotFound(String id) {
    accounts.add(ACCOUNT);
    keys.put(KEY);
    assertThat(keys.find(id)).isEmpty();
  }

  @Test
  void aSecondKeyOfTheSameIdLeavesTheFirstAsItIs() {
    accounts.add(ACCOUNT);
    keys.put(KEY);
    var other = new AccessKey(KEY.id(), SecretAccessKey.of("other"), ACCOUNT, ACCOUNT.id());
    assertThat(keys.put(other)).isFalse();
    assertThat(keys.find(KEY.id()).orElseThrow().secret().sameAs(KEY.secret())).isTrue();
  }

  @Test
  void idsThatCannotBeSentAreRefused() {
    var key = new AccessKey("a/b", KEY.secret(), ACCOUNT, ACCOUNT.id());
    assertThatThrownBy(() -> keys.put(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSecretIsNowhereInTheStore() {
    accounts.add(ACCOUNT);
    keys.put(KEY);
    assertThat(store.scan(SYSTEM, Key.startOf(Bytes.utf8("a")), 100).entries())
        .hasSize(2)
        .allSatisfy(entry ->
            assertThat(new String(entry.value().toByteArray(), StandardCharsets.ISO_8859_1))
                .doesNotContain(KEY.secret().reveal().substring(0, 8)));
  }

  @Test
  void aSecretOpensOnlyWhereAndAsItWasSealed() {
    accounts.add(ACCOUNT);
    keys.put(KEY);
    var elsewhere = new AccessKeys(store, SYSTEM, Installation.seal(1, "elsewhere"));
    var otherKey = new AccessKeys(store, SYSTEM, Installation.seal(2, "here"));
    assertThatThrownBy(() -> elsewhere.find(KEY.id())).isInstanceOf(NotAuthentic.class);
    assertThatThrownBy(() -> otherKey.find(KEY.id())).isInstanceOf(NotAuthentic.class);

    Bytes row = row(KEY.id());
    put("access-key/AKIDOTHER", row);
    assertThatThrownBy(() -> keys.find("AKIDOTHER")).isInstanceOf(NotAuthentic.class);
  }

  @Test
  void noChangedRowIsTaken() {
    accounts.add(ACCOUNT);
    accounts.add(new Account("123456789013", "cd".repeat(32)));
    keys.put(KEY);
    byte[] row = row(KEY.id()).toByteArray();
    for (int i = 0; i < row.length; i++) {
      byte[] bent = row.clone();
      bent[i] ^= 1;
      put("access-key/" + KEY.id(), Bytes.copyOf(bent));
      assertThatThrownBy(() -> keys.find(KEY.id()))
          .as("byte %d", i)
          .isInstanceOfAny(NotAuthentic.class, Corrupt.class);
    }
  }

  @Test
  void aKeyWithoutItsAccountIsCorrupt() {
    keys.put(KEY);
    assertThatThrownBy(() -> keys.find(KEY.id()))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("account is missing");
  }

  @Test
  void accountsAreKeptOnce() {
    assertThat(accounts.find(ACCOUNT.id())).isEmpty();
    assertThat(accounts.add(ACCOUNT)).isTrue();
    assertThat(accounts.add(ACCOUNT)).isFalse();
    assertThat(accounts.find(ACCOUNT.id())).contains(ACCOUNT);
  }

  @Test
  void aClosedAccountAndItsKeysAreNotFound() {
    accounts.add(ACCOUNT);
    keys.put(KEY);
    assertThat(accounts.setClosed(ACCOUNT.id(), true)).isTrue();
    assertThat(keys.find(KEY.id())).isEmpty();
    assertThat(accounts.find(ACCOUNT.id())).isEmpty();
    assertThat(accounts.add(ACCOUNT)).isFalse();
    assertThat(accounts.setClosed(ACCOUNT.id(), false)).isTrue();
    assertThat(keys.find(KEY.id())).isPresent();
  }

  @Test
  void anIndexThatWasNotCreatedIsABug() {
    var nowhere = new Accounts(new MemoryKv(), SYSTEM);
    assertThatThrownBy(() -> nowhere.add(ACCOUNT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void generatedKeysHaveAmazonsShape() {
    var generator = new AccessKeyGenerator(Installation.entropy(7));
    var ids = new HashSet<String>();
    for (int i = 0; i < 200; i++) {
      AccessKey key = generator.forRootOf(ACCOUNT);
      assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
      assertThat(key.secret().reveal()).matches("[A-Za-z0-9+/]{40}");
      assertThat(key.toString()).contains(key.id()).doesNotContain(key.secret().reveal());
      ids.add(key.id());
    }
    assertThat(ids).hasSize(200);
  }

  private Bytes row(String id) {
    return store.get(SYSTEM, new Key(Bytes.utf8("access-key/" + id), ROW)).orElseThrow();
  }

  private void put(String group, Bytes value) {
    var entry = new Entry(new Key(Bytes.utf8(group), ROW), value);
    Commit commit = Commit.in(SYSTEM, entry.key().group()).put(ROW, entry.value()).build();
    assertThat(store.commit(commit)).isEqualTo(Outcome.DONE);
  }
}
