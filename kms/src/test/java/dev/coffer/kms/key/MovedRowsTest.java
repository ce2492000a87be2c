package dev.coffer.kms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that somebody with the disk has put elsewhere. */
final class MovedRowsTest {
  private static final Index INDEX = new Index("system");
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String ACCOUNT = "111122223333";
  private static final String OTHER = "444455556666";
  private static final String BOB = "arn:aws:iam::111122223333:user/bob";
  private static final String EVE = "arn:aws:iam::111122223333:user/eve";
  private static final KeyId FIRST = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ab");
  private static final KeyId SECOND = new KeyId("1234abcd-12ab-34cd-56ef-1234567890ac");

  private final MemoryKv store = new MemoryKv();
  private final Rows rows;
  private final Keys keys;
  private final Aliases aliases;
  private final Grants grants;

  MovedRowsTest() {
    store.create(INDEX);
    var sealing = new WrappingKey(Secret.of(new byte[32]));
    var installation = dev.coffer.crypto.envelope.Bytes.of(new byte[16]);
    rows = new Rows(store, INDEX, new RecordSeal(sealing, installation, Entropy.system()));
    keys = new Keys(rows);
    aliases = new Aliases(rows);
    grants = new Grants(rows);
  }

  private static KmsKey key(String account, KeyId id) {
    var nature =
        new KmsKey.Nature(
            account,
            id,
            NOW,
            KeySpec.SYMMETRIC_DEFAULT,
            KeyUsage.ENCRYPT_DECRYPT,
            Origin.EXTERNAL,
            KeyManager.CUSTOMER,
            null);
    return new KmsKey(nature, "", false, null, "{}", Map.of(), null, List.of());
  }

  private static Grant grant(String id, String name, String retiring) {
    return new Grant(
        id.repeat(64),
        name,
        BOB,
        retiring,
        BOB,
        List.of(GrantOperation.Decrypt),
        Grant.Constraints.NONE,
        NOW);
  }

  private void copy(Key from, Key to) {
    Bytes row = store.get(INDEX, from).orElseThrow();
    put(to, row);
  }

  private void put(Key to, Bytes row) {
    store.commit(Commit.in(INDEX, to.group()).put(to.suffix(), row).build());
  }

  private static Key at(String group, String suffix) {
    return new Key(Bytes.utf8(group), Bytes.utf8(suffix));
  }

  /** Also when that key was opened before, and is remembered. */
  @Test
  void theRowOfAnotherKeyIsNoKey() {
    keys.add(key(ACCOUNT, FIRST));
    keys.add(key(ACCOUNT, SECOND));
    KmsKey first = keys.find(FIRST).orElseThrow().key();
    assertThat(first.id()).isEqualTo(FIRST);
    assertThat(keys.find(FIRST).orElseThrow().key()).as("opened once").isSameAs(first);
    copy(new Key(Keys.group(FIRST), Keys.head()), new Key(Keys.group(SECOND), Keys.head()));
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> keys.find(SECOND));
    assertThat(keys.find(FIRST)).isPresent();
  }

  @Test
  void anAliasInAnothersPlaceIsNotFollowed() {
    aliases.add(new Alias(ACCOUNT, "alias/ours", FIRST, NOW, NOW), 50);
    aliases.add(new Alias(ACCOUNT, "alias/theirs", SECOND, NOW, NOW), 50);
    String group = "kms-aliases/" + ACCOUNT;
    copy(at(group, "nalias/theirs"), at(group, "nalias/ours"));
    assertThatExceptionOfType(Corrupt.class).isThrownBy(() -> aliases.find(ACCOUNT, "alias/ours"));
    assertThatExceptionOfType(Corrupt.class).isThrownBy(() -> aliases.list(ACCOUNT, null, 10));
    assertThat(aliases.find(ACCOUNT, "alias/theirs").orElseThrow().target()).isEqualTo(SECOND);
  }

  @Test
  void anAccountListsNoKeyOfAnother() {
    keys.add(key(ACCOUNT, FIRST));
    keys.add(key(OTHER, SECOND));
    copy(at("kms-keys/" + OTHER, SECOND.text()), at("kms-keys/" + ACCOUNT, SECOND.text()));
    assertThat(keys.list(ACCOUNT, null, 10)).containsExactly(FIRST);
  }

  @Test
  void aGrantIsTheSameOnlyIfItWasAskedForTheSame() {
    keys.add(key(ACCOUNT, FIRST));
    Grant one = grant("1", "one", BOB);
    Grant two = grant("2", "two", BOB);
    grants.add(keys.find(FIRST).orElseThrow(), one);
    grants.add(keys.find(FIRST).orElseThrow(), two);
    assertThat(grants.findSame(FIRST, one)).contains(one);
    Bytes group = Keys.group(FIRST);
    Bytes row = Bytes.fromHex(two.id());
    store
        .scan(INDEX, new Key(group, Bytes.utf8("m")), 2)
        .entries()
        .forEach(entry -> put(entry.key(), row));
    assertThatExceptionOfType(Corrupt.class).isThrownBy(() -> grants.findSame(FIRST, one));
    assertThat(grants.findSame(FIRST, two)).contains(two);
  }

  @Test
  void onlyWhomAGrantNamesSeesThatItMayBeRetired() {
    keys.add(key(ACCOUNT, FIRST));
    Grant grant = grant("1", "one", BOB);
    grants.add(keys.find(FIRST).orElseThrow(), grant);
    Bytes suffix = Bytes.utf8(FIRST.text()).concat(Bytes.fromHex(grant.id()));
    put(
        new Key(Bytes.utf8("kms-retirable/" + Aliases.digest(EVE).toHex()), suffix),
        Bytes.utf8("1"));
    assertThat(grants.retirable(BOB, null, 10))
        .containsExactly(new Grants.Place(FIRST, grant.id()));
    assertThat(grants.findRetirable(EVE, new Grants.Place(FIRST, grant.id()))).isEmpty();
    assertThat(grants.findRetirable(BOB, new Grants.Place(FIRST, grant.id()))).contains(grant);
  }
}
