package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.IncludeKeyMaterial;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.RotationType;
import dev.coffer.wire.kms.RotationsListEntry;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RotationsTest {
  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.symmetric();

  private void rotate() {
    kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(key.keyId()));
  }

  private void enable(Integer days) {
    kms.ops.rotations().enable(asRoot(), new EnableKeyRotation(key.keyId(), days));
  }

  private GetKeyRotationStatus.Output status() {
    return kms.ops.rotations().status(asRoot(), new GetKeyRotationStatus(key.keyId()));
  }

  private List<RotationsListEntry> rotations(IncludeKeyMaterial what) {
    return kms.ops
        .rotations()
        .list(asRoot(), new ListKeyRotations(key.keyId(), what, null, null))
        .rotations();
  }

  private void runDue() {
    kms.ops.chores().rotateDue(kms.instant());
  }

  @Test
  void ciphertextsOfThirtyMaterialsOpen() {
    enable(90);
    var sealed = new ArrayList<Blob>();
    sealed.add(kms.encrypted(key.keyId(), "text 0", Map.of()));
    for (int i = 1; i < 30; i++) {
      if (i <= Rotations.MAX_ON_DEMAND) {
        rotate();
      } else {
        kms.advance(Duration.ofDays(90));
        runDue();
      }
      sealed.add(kms.encrypted(key.keyId(), "text " + i, Map.of()));
    }
    assertThat(rotations(IncludeKeyMaterial.ALL_KEY_MATERIAL)).hasSize(30);
    for (int i = 0; i < 30; i++) {
      assertThat(kms.decrypted(sealed.get(i), null)).isEqualTo("text " + i);
    }
  }

  @Test
  void theTwentySixthRotationOnDemandIsRefused() {
    for (int i = 0; i < 25; i++) {
      rotate();
    }
    assertThat(refusal(this::rotate))
        .isEqualTo(
            "LimitExceededException: The on-demand rotations limit has been reached for the given"
                + " keyId. No more on-demand rotations can be performed for this key: "
                + key.arn());
  }

  @Test
  void aRotatedKeyKeepsItsNameAndShowsItsMaterials() {
    kms.advance(Duration.ofHours(1));
    rotate();
    KeyMetadata after = kms.describe(key.keyId());
    assertThat(after.arn()).isEqualTo(key.arn());
    assertThat(after.currentKeyMaterialId()).isNotEqualTo(key.currentKeyMaterialId());
    List<RotationsListEntry> all = rotations(IncludeKeyMaterial.ALL_KEY_MATERIAL);
    assertThat(all)
        .extracting(RotationsListEntry::keyMaterialState)
        .containsExactly(KeyMaterialState.NON_CURRENT, KeyMaterialState.CURRENT);
    assertThat(all.getFirst().rotationType()).isNull();
    assertThat(all.getFirst().rotationDate()).isNull();
    assertThat(all.getFirst().importState()).isNull();
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).containsExactly(all.getLast());
    assertThat(all.getLast().rotationType()).isEqualTo(RotationType.ON_DEMAND);
  }

  @Test
  void theStatusShowsPeriodAndNextDateOnlyWhenEnabled() {
    assertThat(status()).isEqualTo(new GetKeyRotationStatus.Output(false, key.arn(), null, null));
    enable(180);
    Instant next = key.creationDate().plus(Duration.ofDays(180));
    assertThat(status()).isEqualTo(new GetKeyRotationStatus.Output(true, key.arn(), 180, next));
    enable(null);
    assertThat(status().rotationPeriodInDays()).isEqualTo(365);
  }

  @Test
  void whatWasMissedIsDoneOnce() {
    enable(90);
    kms.advance(Duration.ofDays(1000));
    runDue();
    runDue();
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY))
        .extracting(RotationsListEntry::rotationType)
        .containsExactly(RotationType.AUTOMATIC);
    assertThat(status().nextRotationDate())
        .isEqualTo(key.creationDate().plus(Duration.ofDays(1090)));
    assertThat(kms.trail.events)
        .filteredOn(event -> event.eventName().equals("RotateKey"))
        .hasSize(1);
  }

  @Test
  void aDisabledKeyIsRotatedWhenItIsEnabledAgain() {
    enable(90);
    kms.ops.life().disable(asRoot(), new DisableKey(key.keyId()));
    kms.advance(Duration.ofDays(100));
    runDue();
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).isEmpty();
    assertThat(status().keyRotationEnabled()).isTrue();
    kms.ops.life().enable(asRoot(), new EnableKey(key.keyId()));
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).hasSize(1);
  }

  @Test
  void aKeyThatIsPendingDeletionReportsNoRotationUntilItIsKept() {
    enable(90);
    kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key.keyId(), 7));
    assertThat(status().keyRotationEnabled()).isFalse();
    kms.ops.life().cancel(asRoot(), new CancelKeyDeletion(key.keyId()));
    assertThat(status().keyRotationEnabled()).isTrue();
  }

  @Test
  void rotationOnDemandGivesWayToOneThatIsDue() {
    enable(90);
    kms.advance(Duration.ofDays(90).minusMinutes(20));
    assertThat(refusal(this::rotate)).startsWith("ConflictException");
    runDue();
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).isEmpty();
    kms.advance(Duration.ofMinutes(20));
    runDue();
    rotate();
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).hasSize(2);
    assertThat(status().nextRotationDate())
        .as("rotation on demand does not move the schedule")
        .isEqualTo(key.creationDate().plus(Duration.ofDays(180)));
  }

  @Test
  void listsComeInPages() {
    for (int i = 0; i < 5; i++) {
      rotate();
    }
    var found = new ArrayList<RotationsListEntry>();
    String marker = null;
    do {
      ListKeyRotations.Output page =
          kms.ops
              .rotations()
              .list(
                  asRoot(),
                  new ListKeyRotations(
                      key.keyId(), IncludeKeyMaterial.ALL_KEY_MATERIAL, 4, marker));
      found.addAll(page.rotations());
      marker = page.nextMarker();
      assertThat(page.truncated()).isEqualTo(marker != null);
    } while (marker != null);
    assertThat(found).isEqualTo(rotations(IncludeKeyMaterial.ALL_KEY_MATERIAL));
  }

  @Test
  void keysThatAreNeverRotatedSaySo() {
    var mac = kms.hmac(KeySpec.HMAC_256);
    assertThat(kms.ops.rotations().status(asRoot(), new GetKeyRotationStatus(mac.keyId())))
        .isEqualTo(new GetKeyRotationStatus.Output(false, mac.arn(), null, null));
  }
}
