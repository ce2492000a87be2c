package dev.coffer.kms.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.coffer.storage.Bytes;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is never written; what is written and read is in vectors/kms-key-v1. */
final class KeyRecordTest {
  private static KmsKey key(KeySpec spec, KeyUsage usage, @Nullable Bytes publicKey) {
    var nature =
        new KmsKey.Nature(
            KeyVectors.ACCOUNT,
            KeyVectors.ID,
            KeyVectors.WHEN,
            spec,
            usage,
            Origin.AWS_KMS,
            KeyManager.CUSTOMER,
            null);
    return new KmsKey(nature, "", true, null, "{}", Map.of(), null, List.of(material(publicKey)));
  }

  private static Material material(@Nullable Bytes publicKey) {
    return new Material(
        1,
        "cd".repeat(32),
        KeyMaterialState.CURRENT,
        KeyVectors.WHEN,
        Bytes.utf8("wrapped"),
        null,
        null,
        publicKey);
  }

  @Test
  void aPairIsNotWrittenWithoutItsPublicHalfNorAnythingElseWithOne() {
    KmsKey pair = key(KeySpec.ECC_NIST_P256, KeyUsage.SIGN_VERIFY, null);
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRecord.encode(pair));
    KmsKey symmetric =
        key(KeySpec.SYMMETRIC_DEFAULT, KeyUsage.ENCRYPT_DECRYPT, Bytes.utf8("public"));
    assertThatIllegalArgumentException().isThrownBy(() -> KeyRecord.encode(symmetric));
  }

  @Test
  void aMaterialThatIsWrappedAnewKeepsItsPublicHalf() {
    Material material = material(Bytes.utf8("public"));
    assertThat(material.present(Bytes.utf8("anew"), null).publicKey())
        .isEqualTo(material.publicKey());
    assertThat(material.in(KeyMaterialState.NON_CURRENT, null).publicKey())
        .isEqualTo(material.publicKey());
  }
}
