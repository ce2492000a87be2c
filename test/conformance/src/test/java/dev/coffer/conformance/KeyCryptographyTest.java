package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encryption, data keys and MACs through the SDK. */
@ExtendWith(SharedServer.class)
class KeyCryptographyTest {
  private final KmsClient kms;
  private final Keys keys;

  KeyCryptographyTest(StartedServer server, KmsClient kms) {
    this.kms = kms;
    this.keys = new Keys(server, kms);
  }

  private DecryptResponse decrypted(SdkBytes sealed, Map<String, String> context) {
    return kms.decrypt(d -> d.ciphertextBlob(sealed).encryptionContext(context));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 4096})
  void whatIsEncryptedComesBackUnderItsContextAlone(int size) {
    KeyMetadata key = keys.fresh();
    SdkBytes plain = SdkBytes.fromByteArray(ObjectsTest.random(size, size));
    Map<String, String> context = Map.of("a", "bc", "größe", "ü");
    EncryptResponse sealed =
        kms.encrypt(e -> e.keyId(key.keyId()).plaintext(plain).encryptionContext(context));
    assertThat(sealed.keyId()).isEqualTo(key.arn());
    assertThat(sealed.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
    assertThat(sealed.ciphertextBlob().asByteArray()).hasSize(86 + size);
    DecryptResponse opened = decrypted(sealed.ciphertextBlob(), context);
    assertThat(opened.plaintext()).isEqualTo(plain);
    assertThat(opened.keyId()).isEqualTo(key.arn());
    assertThat(opened.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
    for (Map<String, String> wrong :
        List.<Map<String, String>>of(
            Map.of(), Map.of("ab", "c", "größe", "ü"), Map.of("a", "bc"))) {
      assertThat(
              KeyRefused.with(
                  "InvalidCiphertextException", () -> decrypted(sealed.ciphertextBlob(), wrong)))
          .isEmpty();
    }
  }

  @Test
  void twoEncryptionsOfTheSameNeverLookTheSame() {
    String key = keys.fresh().keyId();
    assertThat(keys.encrypted(key, "text")).isNotEqualTo(keys.encrypted(key, "text"));
  }

  @Test
  void everyFlippedBitAndEveryTruncationIsRefusedWithoutAWord() {
    byte[] sealed = keys.encrypted(keys.fresh().keyId(), "text").asByteArray();
    for (int at = 0; at < sealed.length; at++) {
      byte[] flipped = sealed.clone();
      flipped[at] ^= 1;
      boolean namesAKey = at >= 5 && at < 22;
      if (!namesAKey) {
        refusesToOpen(flipped);
      }
    }
    for (int length = 1; length < sealed.length; length += 7) {
      refusesToOpen(Arrays.copyOf(sealed, length));
    }
    refusesToOpen(Arrays.copyOf(sealed, sealed.length + 1));
  }

  private void refusesToOpen(byte[] sealed) {
    assertThat(
            KeyRefused.with(
                "InvalidCiphertextException",
                () -> decrypted(SdkBytes.fromByteArray(sealed), Map.of())))
        .isEmpty();
  }

  @Test
  void aCiphertextOfAKeyThatIsNotThereSaysNothingOfIt() {
    byte[] sealed = keys.encrypted(keys.fresh().keyId(), "text").asByteArray();
    sealed[10] ^= 1; // in the key's id
    assertThat(
            KeyRefused.with(
                "AccessDeniedException", () -> decrypted(SdkBytes.fromByteArray(sealed), Map.of())))
        .isEqualTo(
            "The ciphertext refers to a customer master key that does not exist, does not exist in"
                + " this region, or you are not allowed to access.");
  }

  @Test
  void theWrongKeyIsRefusedByName() {
    KeyMetadata one = keys.fresh();
    KeyMetadata two = keys.fresh();
    SdkBytes sealed = keys.encrypted(one.keyId(), "text");
    assertThat(
            kms.decrypt(d -> d.ciphertextBlob(sealed).keyId(one.arn())).plaintext().asUtf8String())
        .isEqualTo("text");
    assertThat(
            KeyRefused.with(
                "IncorrectKeyException",
                () -> kms.decrypt(d -> d.ciphertextBlob(sealed).keyId(two.keyId()))))
        .isEqualTo(
            "The key ID in the request does not identify a CMK that can perform this operation.");
  }

  @Test
  void ciphertextMovesFromKeyToKeyWithoutBeingSeen() {
    KeyMetadata one = keys.fresh();
    KeyMetadata two = keys.fresh();
    SdkBytes sealed =
        kms.encrypt(e ->
                e.keyId(one.keyId())
                    .plaintext(SdkBytes.fromUtf8String("text"))
                    .encryptionContext(Map.of("from", "1")))
            .ciphertextBlob();
    ReEncryptResponse moved =
        kms.reEncrypt(r ->
            r.ciphertextBlob(sealed)
                .sourceEncryptionContext(Map.of("from", "1"))
                .destinationKeyId(two.keyId())
                .destinationEncryptionContext(Map.of("to", "2")));
    assertThat(moved.sourceKeyId()).isEqualTo(one.arn());
    assertThat(moved.keyId()).isEqualTo(two.arn());
    assertThat(moved.sourceKeyMaterialId()).isEqualTo(one.currentKeyMaterialId());
    assertThat(moved.destinationKeyMaterialId()).isEqualTo(two.currentKeyMaterialId());
    assertThat(decrypted(moved.ciphertextBlob(), Map.of("to", "2")).plaintext().asUtf8String())
        .isEqualTo("text");
    KeyRefused.with(
        "IncorrectKeyException",
        () ->
            kms.reEncrypt(r ->
                r.ciphertextBlob(sealed)
                    .sourceKeyId(two.keyId())
                    .sourceEncryptionContext(Map.of("from", "1"))
                    .destinationKeyId(two.keyId())));
  }

  @Test
  void dataKeysComeWithAndWithoutTheirPlaintext() {
    KeyMetadata key = keys.fresh();
    Map<String, String> context = Map.of("for", "data");
    for (DataKeySpec spec : new DataKeySpec[] {DataKeySpec.AES_128, DataKeySpec.AES_256}) {
      GenerateDataKeyResponse made =
          kms.generateDataKey(g -> g.keyId(key.arn()).keySpec(spec).encryptionContext(context));
      assertThat(made.plaintext().asByteArray()).hasSize(spec == DataKeySpec.AES_128 ? 16 : 32);
      assertThat(made.keyId()).isEqualTo(key.arn());
      assertThat(made.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
      assertThat(decrypted(made.ciphertextBlob(), context).plaintext()).isEqualTo(made.plaintext());
    }
    SdkBytes sealed =
        kms.generateDataKeyWithoutPlaintext(g -> g.keyId(key.keyId()).numberOfBytes(1024))
            .ciphertextBlob();
    assertThat(decrypted(sealed, Map.of()).plaintext().asByteArray()).hasSize(1024);
    assertThat(
            KeyRefused.with(
                "ValidationException", () -> kms.generateDataKey(g -> g.keyId(key.keyId()))))
        .isEqualTo("Please specify either number of bytes or key spec.");
  }

  @Test
  void randomBytesAreRandom() {
    SdkBytes one = kms.generateRandom(g -> g.numberOfBytes(1024)).plaintext();
    assertThat(one.asByteArray()).hasSize(1024);
    assertThat(kms.generateRandom(g -> g.numberOfBytes(1024)).plaintext()).isNotEqualTo(one);
    assertThat(KeyRefused.with("ValidationException", () -> kms.generateRandom(g -> {})))
        .isEqualTo("NumberOfBytes is required.");
  }

  @Test
  void macsAreMadeAndVerified() {
    KeyMetadata key =
        kms.createKey(c -> c.keySpec(KeySpec.HMAC_256).keyUsage(KeyUsageType.GENERATE_VERIFY_MAC))
            .keyMetadata();
    assertThat(key.macAlgorithms()).containsExactly(MacAlgorithmSpec.HMAC_SHA_256);
    SdkBytes message = SdkBytes.fromUtf8String("message");
    GenerateMacResponse made =
        kms.generateMac(
            g -> g.keyId(key.keyId()).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256).message(message));
    assertThat(made.mac().asByteArray()).hasSize(32);
    assertThat(
            kms.verifyMac(v ->
                    v.keyId(key.keyId())
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .message(message)
                        .mac(made.mac()))
                .macValid())
        .isTrue();
    byte[] other = made.mac().asByteArray();
    other[0] ^= 1;
    assertThat(
            KeyRefused.with(
                "KMSInvalidMacException",
                () ->
                    kms.verifyMac(v ->
                        v.keyId(key.keyId())
                            .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                            .message(message)
                            .mac(SdkBytes.fromByteArray(other)))))
        .isEmpty();
    assertThat(
            KeyRefused.with("InvalidKeyUsageException", () -> keys.encrypted(key.keyId(), "text")))
        .isEqualTo(key.arn() + " key usage is GENERATE_VERIFY_MAC which is not valid for Encrypt.");
  }

  @Test
  void aDryRunSaysThatItWouldHaveWorkedAndDoesNothing() {
    String key = keys.fresh().keyId();
    assertThat(
            KeyRefused.with(
                "DryRunOperationException",
                () ->
                    kms.encrypt(
                        e -> e.keyId(key).plaintext(SdkBytes.fromUtf8String("x")).dryRun(true))))
        .isEqualTo("The request would have succeeded, but the DryRun option is set.");
    assertThat(kms.getKeyLastUsage(get -> get.keyId(key)).keyLastUsage().operation()).isNull();
  }
}
