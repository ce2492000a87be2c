package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Key material that was brought along, through the SDK. */
@ExtendWith(SharedServer.class)
class KeyImportTest {
  private final KmsClient kms;
  private final Keys keys;

  KeyImportTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
  }

  private KeyMetadata external() {
    return kms.createKey(create -> create.origin(OriginType.EXTERNAL)).keyMetadata();
  }

  private GetParametersForImportResponse parameters(String keyId) {
    return kms.getParametersForImport(g ->
        g.keyId(keyId)
            .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
            .wrappingKeySpec(WrappingKeySpec.RSA_3072));
  }

  private static SdkBytes wrapped(GetParametersForImportResponse parameters, byte[] material)
      throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(parameters.publicKey().asByteArray()));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return SdkBytes.fromByteArray(cipher.doFinal(material));
  }

  private ImportKeyMaterialResponse imported(
      String keyId, GetParametersForImportResponse parameters, SdkBytes wrapped) {
    return kms.importKeyMaterial(i ->
        i.keyId(keyId)
            .importToken(parameters.importToken())
            .encryptedKeyMaterial(wrapped)
            .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
  }

  @Test
  void materialIsImportedDeletedAndImportedAgain() throws GeneralSecurityException {
    KeyMetadata key = external();
    assertThat(key.keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(key.currentKeyMaterialId()).isNull();
    assertThat(
            KeyRefused.with("KMSInvalidStateException", () -> keys.encrypted(key.keyId(), "text")))
        .isEqualTo(key.arn() + " is pending import.");
    byte[] material = ObjectsTest.random(32, 7);
    GetParametersForImportResponse parameters = parameters(key.keyId());
    assertThat(parameters.keyId()).isEqualTo(key.arn());
    assertThat(Duration.between(Instant.now(), parameters.parametersValidTo()))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    String id = imported(key.keyId(), parameters, wrapped(parameters, material)).keyMaterialId();
    KeyMetadata full = kms.describeKey(d -> d.keyId(key.keyId())).keyMetadata();
    assertThat(full.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(full.currentKeyMaterialId()).isEqualTo(id);
    assertThat(full.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
    SdkBytes sealed = keys.encrypted(key.keyId(), "text");
    kms.deleteImportedKeyMaterial(d -> d.keyId(key.keyId()));
    KeyRefused.with("KMSInvalidStateException", () -> kms.decrypt(d -> d.ciphertextBlob(sealed)));
    GetParametersForImportResponse again = parameters(key.keyId());
    SdkBytes other = wrapped(again, ObjectsTest.random(32, 8));
    KeyRefused.with("IncorrectKeyMaterialException", () -> imported(key.keyId(), again, other));
    assertThat(imported(key.keyId(), again, wrapped(again, material)).keyMaterialId())
        .isEqualTo(id);
    assertThat(kms.decrypt(d -> d.ciphertextBlob(sealed)).plaintext().asUtf8String())
        .isEqualTo("text");
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws GeneralSecurityException {
    KeyMetadata one = external();
    KeyMetadata two = external();
    GetParametersForImportResponse ofOne = parameters(one.keyId());
    GetParametersForImportResponse ofTwo = parameters(two.keyId());
    byte[] material = ObjectsTest.random(32, 9);
    KeyRefused.with(
        "InvalidCiphertextException", () -> imported(one.keyId(), ofOne, wrapped(ofTwo, material)));
    KeyRefused.with(
        "InvalidImportTokenException",
        () -> imported(one.keyId(), ofTwo, wrapped(ofTwo, material)));
    KeyRefused.with(
        "IncorrectKeyMaterialException",
        () -> imported(one.keyId(), ofOne, wrapped(ofOne, ObjectsTest.random(31, 9))));
    String arn = keys.fresh().arn();
    assertThat(KeyRefused.with("UnsupportedOperationException", () -> parameters(arn)))
        .isEqualTo(arn + " origin is AWS_KMS which is not valid for this operation.");
    assertThat(
            KeyRefused.with(
                "UnsupportedOperationException",
                () -> kms.getKeyRotationStatus(g -> g.keyId(one.keyId()))))
        .isEqualTo(one.arn() + " origin is EXTERNAL which is not valid for this operation.");
  }

  @Test
  void materialThatExpiresNeedsADate() throws GeneralSecurityException {
    KeyMetadata key = external();
    GetParametersForImportResponse parameters = parameters(key.keyId());
    SdkBytes wrapped = wrapped(parameters, ObjectsTest.random(32, 10));
    assertThat(
            KeyRefused.with(
                "ValidationException",
                () ->
                    kms.importKeyMaterial(i ->
                        i.keyId(key.keyId())
                            .importToken(parameters.importToken())
                            .encryptedKeyMaterial(wrapped))))
        .isEqualTo("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
  }
}
