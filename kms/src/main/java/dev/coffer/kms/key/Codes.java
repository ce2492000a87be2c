package dev.coffer.kms.key;

import dev.coffer.storage.Corrupt;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyManager;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.RotationType;
import java.util.List;

/**
 * The numbers under which the words of a kind are stored, from 1 on. A number never changes its
 * meaning: words are only added at the end. Source: docs/formats/kms-key-v1.md.
 */
record Codes<E extends Enum<E>>(List<E> words) {
  static final Codes<KeySpec> SPECS =
      new Codes<>(
          List.of(
              KeySpec.SYMMETRIC_DEFAULT,
              KeySpec.HMAC_224,
              KeySpec.HMAC_256,
              KeySpec.HMAC_384,
              KeySpec.HMAC_512,
              KeySpec.RSA_2048,
              KeySpec.RSA_3072,
              KeySpec.RSA_4096,
              KeySpec.ECC_NIST_P256,
              KeySpec.ECC_NIST_P384,
              KeySpec.ECC_NIST_P521));
  static final Codes<KeyUsage> USAGES =
      new Codes<>(
          List.of(KeyUsage.ENCRYPT_DECRYPT, KeyUsage.GENERATE_VERIFY_MAC, KeyUsage.SIGN_VERIFY));
  static final Codes<Origin> ORIGINS =
      new Codes<>(List.of(Origin.AWS_KMS, Origin.EXTERNAL, Origin.AWS_CLOUDHSM));
  static final Codes<KeyManager> MANAGERS =
      new Codes<>(List.of(KeyManager.CUSTOMER, KeyManager.AWS));
  static final Codes<KeyMaterialState> MATERIAL_STATES =
      new Codes<>(
          List.of(
              KeyMaterialState.CURRENT,
              KeyMaterialState.NON_CURRENT,
              KeyMaterialState.PENDING_ROTATION));
  static final Codes<RotationType> ROTATIONS =
      new Codes<>(List.of(RotationType.AUTOMATIC, RotationType.ON_DEMAND));
  static final Codes<ExpirationModel> EXPIRATIONS =
      new Codes<>(
          List.of(
              ExpirationModel.KEY_MATERIAL_EXPIRES, ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE));
  static final Codes<GrantOperation> GRANT_OPERATIONS =
      new Codes<>(
          List.of(
              GrantOperation.Decrypt,
              GrantOperation.Encrypt,
              GrantOperation.GenerateDataKey,
              GrantOperation.GenerateDataKeyWithoutPlaintext,
              GrantOperation.ReEncryptFrom,
              GrantOperation.ReEncryptTo,
              GrantOperation.CreateGrant,
              GrantOperation.RetireGrant,
              GrantOperation.DescribeKey,
              GrantOperation.GenerateMac,
              GrantOperation.VerifyMac,
              GrantOperation.GenerateDataKeyPair,
              GrantOperation.GenerateDataKeyPairWithoutPlaintext,
              GrantOperation.Sign,
              GrantOperation.Verify,
              GrantOperation.GetPublicKey));

  int code(E word) {
    int at = words.indexOf(word);
    if (at < 0) {
      throw new IllegalArgumentException("is not stored: " + word);
    }
    return at + 1;
  }

  E word(int code) {
    if (code < 1 || code > words.size()) {
      throw new Corrupt("a number has no meaning").with("number", code);
    }
    return words.get(code - 1);
  }
}
