package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Rotation through the SDK. */
@ExtendWith(SharedServer.class)
class KeyRotationTest {
  private final KmsClient kms;
  private final Keys keys;

  KeyRotationTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
  }

  @Test
  void thePeriodIsShownAndChanged() {
    KeyMetadata key = keys.fresh();
    GetKeyRotationStatusResponse off = kms.getKeyRotationStatus(g -> g.keyId(key.keyId()));
    assertThat(off.keyRotationEnabled()).isFalse();
    assertThat(off.rotationPeriodInDays()).isNull();
    assertThat(off.nextRotationDate()).isNull();
    kms.enableKeyRotation(e -> e.keyId(key.keyId()).rotationPeriodInDays(180));
    GetKeyRotationStatusResponse on = kms.getKeyRotationStatus(g -> g.keyId(key.keyId()));
    assertThat(on.keyId()).isEqualTo(key.arn());
    assertThat(on.rotationPeriodInDays()).isEqualTo(180);
    assertThat(Duration.between(Instant.now(), on.nextRotationDate()))
        .isBetween(Duration.ofDays(180).minusMinutes(5), Duration.ofDays(180).plusMinutes(5));
    kms.enableKeyRotation(e -> e.keyId(key.keyId()));
    assertThat(kms.getKeyRotationStatus(g -> g.keyId(key.keyId())).rotationPeriodInDays())
        .isEqualTo(365);
    kms.disableKeyRotation(d -> d.keyId(key.keyId()));
    assertThat(kms.getKeyRotationStatus(g -> g.keyId(key.keyId())).keyRotationEnabled()).isFalse();
    for (int days : new int[] {89, 2561}) {
      KeyRefused.with(
          "ValidationException",
          () -> kms.enableKeyRotation(e -> e.keyId(key.keyId()).rotationPeriodInDays(days)));
    }
  }

  @Test
  void whatWasSealedUnderAnyMaterialIsOpened() {
    KeyMetadata key = keys.fresh();
    List<SdkBytes> sealed = new ArrayList<>(List.of(keys.encrypted(key.keyId(), "0")));
    for (int i = 1; i <= 25; i++) {
      assertThat(kms.rotateKeyOnDemand(r -> r.keyId(key.keyId())).keyId()).isEqualTo(key.arn());
      sealed.add(keys.encrypted(key.keyId(), String.valueOf(i)));
    }
    for (int i = 0; i <= 25; i++) {
      SdkBytes one = sealed.get(i);
      assertThat(kms.decrypt(d -> d.ciphertextBlob(one)).plaintext().asUtf8String())
          .isEqualTo(String.valueOf(i));
    }
    assertThat(
            KeyRefused.with(
                "LimitExceededException", () -> kms.rotateKeyOnDemand(r -> r.keyId(key.keyId()))))
        .isEqualTo(
            "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
                + " rotations can be performed for this key: "
                + key.arn());
    List<RotationsListEntry> rotations =
        kms.listKeyRotationsPaginator(l -> l.keyId(key.keyId()).limit(7)).rotations().stream()
            .toList();
    assertThat(rotations)
        .hasSize(25)
        .allSatisfy(entry -> assertThat(entry.rotationType()).isEqualTo(RotationType.ON_DEMAND));
    assertThat(
            kms.listKeyRotations(l ->
                    l.keyId(key.keyId()).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations())
        .hasSize(26)
        .extracting(RotationsListEntry::keyMaterialId)
        .contains(key.currentKeyMaterialId());
  }

  @Test
  void keysOfOtherKindsAreNotRotated() {
    KeyMetadata mac =
        kms.createKey(c -> c.keySpec(KeySpec.HMAC_384).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC))
            .keyMetadata();
    assertThat(kms.getKeyRotationStatus(g -> g.keyId(mac.keyId())).keyRotationEnabled()).isFalse();
    assertThat(
            KeyRefused.with(
                "UnsupportedOperationException",
                () -> kms.rotateKeyOnDemand(r -> r.keyId(mac.keyId()))))
        .isEmpty();
    KeyRefused.with(
        "UnsupportedOperationException", () -> kms.enableKeyRotation(e -> e.keyId(mac.keyId())));
  }
}
