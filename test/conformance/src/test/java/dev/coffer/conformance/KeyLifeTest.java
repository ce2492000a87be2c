package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.Tag;

/** Keys and all that belongs to them outlive the process, whatever ends it. */
class KeyLifeTest {
  private static final Map<String, String> CONTEXT = Map.of("a", "b");

  @TempDir Path folder;

  @Test
  void everythingIsThereAfterKillAndAfterStop() {
    Path data = folder.resolve("data");
    KeyMetadata key;
    SdkBytes first;
    SdkBytes second;
    String grantId;
    try (StartedServer server = StartedServer.over(data);
        KmsClient kms = server.kms()) {
      key =
          kms.createKey(c -> c.tags(Tag.builder().tagKey("t").tagValue("v").build())).keyMetadata();
      String id = key.keyId();
      kms.createAlias(create -> create.aliasName("alias/life").targetKeyId(id));
      kms.enableKeyRotation(enable -> enable.keyId(id).rotationPeriodInDays(90));
      first = sealed(kms, id);
      kms.rotateKeyOnDemand(rotate -> rotate.keyId(id));
      second = sealed(kms, id);
      grantId =
          kms.createGrant(c ->
                  c.keyId(id)
                      .granteePrincipal("arn:aws:iam::" + server.account() + ":root")
                      .operations(GrantOperation.DECRYPT))
              .grantId();
      server.kill();
    }
    try (StartedServer server = StartedServer.over(data);
        KmsClient kms = server.kms()) {
      assertIsThere(kms, key, grantId);
      assertOpens(kms, first);
      assertOpens(kms, second);
      kms.disableKey(disable -> disable.keyId(key.keyId()));
      server.kill();
    }
    try (StartedServer server = StartedServer.over(data);
        KmsClient kms = server.kms()) {
      KeyRefused.with("DisabledException", () -> assertOpens(kms, second));
      kms.enableKey(enable -> enable.keyId(key.keyId()));
      assertThat(server.stop()).isZero();
    }
    try (StartedServer server = StartedServer.over(data);
        KmsClient kms = server.kms()) {
      assertOpens(kms, second);
      assertThat(kms.getKeyLastUsage(g -> g.keyId(key.keyId())).keyLastUsage().operationAsString())
          .isEqualTo("Decrypt");
    }
  }

  private static SdkBytes sealed(KmsClient kms, String keyId) {
    SdkBytes plaintext = SdkBytes.fromUtf8String("text");
    return kms.encrypt(e -> e.keyId(keyId).plaintext(plaintext).encryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private static void assertOpens(KmsClient kms, SdkBytes sealed) {
    assertThat(
            kms.decrypt(d -> d.ciphertextBlob(sealed).encryptionContext(CONTEXT))
                .plaintext()
                .asUtf8String())
        .isEqualTo("text");
  }

  private static void assertIsThere(KmsClient kms, KeyMetadata key, String grantId) {
    KeyMetadata found = kms.describeKey(d -> d.keyId("alias/life")).keyMetadata();
    assertThat(found.arn()).isEqualTo(key.arn());
    assertThat(found.creationDate()).isEqualTo(key.creationDate());
    assertThat(found.currentKeyMaterialId()).isNotEqualTo(key.currentKeyMaterialId());
    assertThat(kms.getKeyRotationStatus(g -> g.keyId(key.keyId())).rotationPeriodInDays())
        .isEqualTo(90);
    assertThat(kms.listResourceTags(l -> l.keyId(key.keyId())).tags())
        .containsExactly(Tag.builder().tagKey("t").tagValue("v").build());
    assertThat(kms.listGrants(l -> l.keyId(key.keyId())).grants().getFirst().grantId())
        .isEqualTo(grantId);
  }
}
