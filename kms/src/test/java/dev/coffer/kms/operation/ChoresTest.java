package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.IncludeKeyMaterial;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.RotationType;
import dev.coffer.wire.kms.RotationsListEntry;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the service does unasked, with the service stopped and opened again over its rows. */
final class ChoresTest {
  private static final Key FIRST = Key.startOf(Bytes.of((byte) 0));

  private final KvStore store = new MemoryKv();
  private final StoreRootKey root = TestKms.newRoot();
  private TestKms kms = opened(Duration.ZERO);

  /** The service over the rows that are there, so long after the first start. */
  private TestKms opened(Duration after) {
    var opened = new TestKms(store, Quotas.off(), CustomKeyStores.none(), root);
    opened.advance(after);
    return opened;
  }

  private void enableRotation(KeyMetadata key, @Nullable Integer days) {
    kms.ops.rotations().enable(asRoot(), new EnableKeyRotation(key.keyId(), days));
  }

  private List<RotationsListEntry> rotations(KeyMetadata key) {
    return kms.ops
        .rotations()
        .list(
            asRoot(),
            new ListKeyRotations(key.keyId(), IncludeKeyMaterial.ROTATIONS_ONLY, null, null))
        .rotations();
  }

  private @Nullable Instant next(KeyMetadata key) {
    return kms.ops
        .rotations()
        .status(asRoot(), new GetKeyRotationStatus(key.keyId()))
        .nextRotationDate();
  }

  private List<AuditEvent> events(String name) {
    return kms.trail.events.stream().filter(event -> event.eventName().equals(name)).toList();
  }

  private void schedule(KeyMetadata key, @Nullable Integer days) {
    kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key.keyId(), days));
  }

  @Test
  void eachKeyIsRotatedWhenItsOwnPeriodIsOver() {
    KeyMetadata yearly = kms.symmetric();
    KeyMetadata quarterly = kms.symmetric();
    KeyMetadata never = kms.symmetric();
    enableRotation(yearly, null);
    enableRotation(quarterly, 90);
    for (int day = 1; day <= 730; day++) {
      kms.advance(Duration.ofDays(1));
      kms.ops.chores().run();
    }
    assertThat(rotations(yearly))
        .extracting(RotationsListEntry::rotationDate)
        .containsExactly(
            yearly.creationDate().plus(Duration.ofDays(365)),
            yearly.creationDate().plus(Duration.ofDays(730)));
    assertThat(rotations(quarterly))
        .hasSize(8)
        .allMatch(each -> each.rotationType() == RotationType.AUTOMATIC);
    assertThat(rotations(never)).isEmpty();
    assertThat(events("RotateKey")).hasSize(10);
  }

  /** Whichever of them it is, before or after the others. */
  @Test
  void aDamagedKeyKeepsNoOtherFromItsDue() {
    List<KeyMetadata> yearly = List.of(kms.symmetric(), kms.symmetric(), kms.symmetric());
    yearly.forEach(key -> enableRotation(key, null));
    KeyMetadata dying = kms.symmetric();
    schedule(dying, 7);
    damage(yearly.get(1));
    kms.advance(Duration.ofDays(365));
    assertThatExceptionOfType(NotAuthentic.class).isThrownBy(() -> kms.ops.chores().run());
    assertThat(rotations(yearly.getFirst())).hasSize(1);
    assertThat(rotations(yearly.getLast())).hasSize(1);
    assertThat(refusal(() -> kms.describe(dying.keyId()))).startsWith("NotFoundException");
  }

  /** Changes the last byte of the key's record. */
  private void damage(KeyMetadata key) {
    Iterator<Entry> rows = KvScan.entries(store, TestKms.INDEX, FIRST, 100);
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (row.key().group().toUtf8().endsWith(key.keyId()) && row.value().size() > 100) {
        byte[] other = row.value().toByteArray();
        other[other.length - 1] ^= 1;
        store.commit(
            Commit.in(TestKms.INDEX, row.key().group())
                .put(row.key().suffix(), Bytes.of(other))
                .build());
        return;
      }
    }
    throw new AssertionError("no record of " + key.keyId());
  }

  @Test
  void aKeyIsRotatedNoMomentTooEarly() {
    KeyMetadata key = kms.symmetric();
    enableRotation(key, null);
    kms.advance(Duration.ofDays(365).minusMillis(1));
    kms.ops.chores().run();
    assertThat(rotations(key)).isEmpty();
    kms.advance(Duration.ofMillis(1));
    kms.ops.chores().run();
    assertThat(rotations(key)).hasSize(1);
  }

  @Test
  void whatWasMissedWhileTheServiceWasStoppedIsDoneOnce() {
    KeyMetadata yearly = kms.symmetric();
    KeyMetadata quarterly = kms.symmetric();
    enableRotation(yearly, null);
    enableRotation(quarterly, 90);
    Blob sealed = kms.encrypted(quarterly.keyId(), "before", Map.of());

    Duration late = Duration.ofDays(1500);
    kms = opened(late);
    kms.ops.chores().run();
    kms.ops.chores().run();
    for (KeyMetadata key : List.of(yearly, quarterly)) {
      assertThat(rotations(key))
          .extracting(RotationsListEntry::rotationDate)
          .containsExactly(key.creationDate().plus(late));
    }
    assertThat(next(yearly)).isEqualTo(yearly.creationDate().plus(late).plus(Duration.ofDays(365)));
    assertThat(next(quarterly))
        .isEqualTo(quarterly.creationDate().plus(late).plus(Duration.ofDays(90)));
    assertThat(events("RotateKey"))
        .hasSize(2)
        .allMatch(event -> event.eventType().equals(AuditEvent.SERVICE_EVENT));

    kms = opened(late.plusDays(1));
    kms.ops.chores().run();
    assertThat(rotations(quarterly)).hasSize(1);
    assertThat(kms.decrypted(sealed, null)).isEqualTo("before");
  }

  @Test
  void theKeyForS3IsRotatedYearly() {
    KeyMetadata key =
        kms.ops.life().describe(asRoot(), new DescribeKey("alias/aws/s3", null)).keyMetadata();
    kms.advance(Duration.ofDays(365));
    kms.ops.chores().run();
    assertThat(events("RotateKey"))
        .singleElement()
        .satisfies(event -> assertThat(event.resources()).containsExactly(key.arn()));
    assertThat(kms.describe(key.keyId()).currentKeyMaterialId())
        .isNotEqualTo(key.currentKeyMaterialId());
  }

  @Test
  void aRotationThatEnablingCatchesUpWithIsToldToo() {
    KeyMetadata key = kms.symmetric();
    enableRotation(key, 90);
    kms.ops.life().disable(asRoot(), new DisableKey(key.keyId()));
    kms.advance(Duration.ofDays(100));
    kms.ops.life().enable(asRoot(), new EnableKey(key.keyId()));
    assertThat(rotations(key)).hasSize(1);
    assertThat(events("RotateKey"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.eventType()).isEqualTo(AuditEvent.SERVICE_EVENT);
          assertThat(event.resources()).containsExactly(key.arn());
        });
    kms.ops.life().enable(asRoot(), new EnableKey(key.keyId()));
    assertThat(events("RotateKey")).hasSize(1);
  }

  @Test
  void everyWindowIsHonouredToTheMoment() {
    KeyMetadata shortest = kms.symmetric();
    KeyMetadata longest = kms.symmetric();
    KeyMetadata kept = kms.symmetric();
    schedule(shortest, 7);
    schedule(longest, null);
    schedule(kept, 7);
    kms.advance(Duration.ofDays(7).minusMillis(1));
    kms.ops.chores().run();
    assertThat(kms.describe(shortest.keyId()).keyState()).isEqualTo(KeyState.PendingDeletion);
    kms.ops.life().cancel(asRoot(), new CancelKeyDeletion(kept.keyId()));

    kms = opened(Duration.ofDays(7));
    kms.ops.chores().run();
    assertThat(refusal(() -> kms.describe(shortest.keyId()))).startsWith("NotFoundException: Key");
    assertThat(kms.describe(kept.keyId()).keyState()).isEqualTo(KeyState.Disabled);
    assertThat(kms.describe(longest.keyId()).keyState()).isEqualTo(KeyState.PendingDeletion);

    kms = opened(Duration.ofDays(400));
    kms.ops.chores().run();
    kms.ops.chores().run();
    assertThat(refusal(() -> kms.describe(longest.keyId()))).startsWith("NotFoundException: Key");
    assertThat(kms.describe(kept.keyId()).keyState()).isEqualTo(KeyState.Disabled);
    assertThat(events("DeleteKey"))
        .singleElement()
        .satisfies(event -> assertThat(event.resources()).containsExactly(longest.arn()));
  }

  @Test
  void nothingIsDoneThatCouldNotBeWrittenDown() {
    KeyMetadata due = kms.symmetric();
    KeyMetadata over = kms.symmetric();
    enableRotation(due, 90);
    schedule(over, 7);
    kms.advance(Duration.ofDays(90));
    kms.trail.ready = false;
    assertThatIllegalStateException().isThrownBy(() -> kms.ops.chores().run());
    kms.trail.ready = true;
    assertThat(rotations(due)).isEmpty();
    assertThat(kms.describe(over.keyId()).keyState()).isEqualTo(KeyState.PendingDeletion);
    kms.ops.chores().run();
    assertThat(rotations(due)).hasSize(1);
    assertThat(events("DeleteKey")).hasSize(1);
  }
}
