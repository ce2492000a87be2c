package dev.coffer.conformance;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** A key whose material was brought along, and ends. */
final class ImportedKey {
  private ImportedKey() {}

  /** Its ARN. */
  static String until(KmsClient kms, Instant end) {
    var key = kms.createKey(create -> create.origin(OriginType.EXTERNAL)).keyMetadata();
    GetParametersForImportResponse parameters =
        kms.getParametersForImport(get ->
            get.keyId(key.keyId())
                .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                .wrappingKeySpec(WrappingKeySpec.RSA_2048));
    SdkBytes material = wrapped(parameters.publicKey().asByteArray(), ObjectsTest.random(32, 11));
    kms.importKeyMaterial(material(key.keyId(), end, parameters, material));
    return key.arn();
  }

  private static ImportKeyMaterialRequest material(
      String keyId, Instant end, GetParametersForImportResponse parameters, SdkBytes material) {
    return ImportKeyMaterialRequest.builder()
        .keyId(keyId)
        .importToken(parameters.importToken())
        .encryptedKeyMaterial(material)
        .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES)
        .validTo(end)
        .build();
  }

  private static SdkBytes wrapped(byte[] publicKey, byte[] material) {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey));
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
      oaep.init(
          Cipher.ENCRYPT_MODE,
          key,
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      return SdkBytes.fromByteArray(oaep.doFinal(material));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
