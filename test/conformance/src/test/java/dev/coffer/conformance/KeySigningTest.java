package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Pairs of keys through the SDK; what they sign is verified by the JDK alone. */
@ExtendWith(SharedServer.class)
class KeySigningTest {
  private static final SdkBytes MESSAGE = SdkBytes.fromUtf8String("a message");
  private static final SigningAlgorithmSpec P256 = SigningAlgorithmSpec.ECDSA_SHA_256;

  private final KmsClient kms;
  private final StartedServer server;

  KeySigningTest(StartedServer server, KmsClient kms) {
    this.server = server;
    this.kms = kms;
  }

  private static KeyMetadata pair(KmsClient kms, KeySpec spec) {
    return kms.createKey(c -> c.keySpec(spec).keyUsage(KeyUsageType.SIGN_VERIFY)).keyMetadata();
  }

  private static SdkBytes signed(KmsClient kms, String keyId) {
    return kms.sign(s -> s.keyId(keyId).message(MESSAGE).signingAlgorithm(P256)).signature();
  }

  private static boolean jdkVerifies(
      GetPublicKeyResponse half, String key, String algorithm, SdkBytes signature)
      throws GeneralSecurityException {
    var encoded = new X509EncodedKeySpec(half.publicKey().asByteArray());
    Signature jdk = Signature.getInstance(algorithm);
    jdk.initVerify(KeyFactory.getInstance(key).generatePublic(encoded));
    jdk.update(MESSAGE.asByteArray());
    return jdk.verify(signature.asByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, ECDSA_SHA_256, EC, SHA256withECDSA",
    "ECC_NIST_P384, ECDSA_SHA_384, EC, SHA384withECDSA",
    "ECC_NIST_P521, ECDSA_SHA_512, EC, SHA512withECDSA",
    "RSA_2048, RSASSA_PKCS1_V1_5_SHA_384, RSA, SHA384withRSA"
  })
  void whatIsSignedIsVerifiedHereAndByThePublicHalf(
      KeySpec spec, SigningAlgorithmSpec algorithm, String jdkKey, String jdkAlgorithm)
      throws GeneralSecurityException {
    KeyMetadata key = pair(kms, spec);
    assertThat(key.signingAlgorithms()).contains(algorithm);
    assertThat(key.hasEncryptionAlgorithms()).isFalse();
    assertThat(key.currentKeyMaterialId()).isNull();
    GetPublicKeyResponse half = kms.getPublicKey(g -> g.keyId(key.keyId()));
    assertThat(half.keyId()).isEqualTo(key.arn());
    assertThat(half.keySpec()).isEqualTo(spec);
    assertThat(half.keyUsage()).isEqualTo(KeyUsageType.SIGN_VERIFY);
    assertThat(half.signingAlgorithms()).isEqualTo(key.signingAlgorithms());
    SignResponse raw =
        kms.sign(s -> s.keyId(key.keyId()).message(MESSAGE).signingAlgorithm(algorithm));
    assertThat(raw.keyId()).isEqualTo(key.arn());
    assertThat(raw.signingAlgorithm()).isEqualTo(algorithm);
    assertThat(jdkVerifies(half, jdkKey, jdkAlgorithm, raw.signature())).isTrue();
    String name = algorithm.toString();
    byte[] digest =
        MessageDigest.getInstance("SHA-" + name.substring(name.length() - 3))
            .digest(MESSAGE.asByteArray());
    SdkBytes ofDigest =
        kms.sign(s ->
                s.keyId(key.keyId())
                    .message(SdkBytes.fromByteArray(digest))
                    .messageType(MessageType.DIGEST)
                    .signingAlgorithm(algorithm))
            .signature();
    assertThat(jdkVerifies(half, jdkKey, jdkAlgorithm, ofDigest)).isTrue();
    assertThat(
            kms.verify(v ->
                    v.keyId(key.arn())
                        .message(MESSAGE)
                        .signature(ofDigest)
                        .signingAlgorithm(algorithm))
                .signatureValid())
        .isTrue();
  }

  @Test
  void aWrongSignatureIsRefusedWithoutAWord() {
    String key = pair(kms, KeySpec.ECC_NIST_P256).keyId();
    SdkBytes signature = signed(kms, key);
    assertThat(
            KeyRefused.with(
                "KMSInvalidSignatureException",
                () ->
                    kms.verify(v ->
                        v.keyId(key)
                            .message(SdkBytes.fromUtf8String("another"))
                            .signature(signature)
                            .signingAlgorithm(P256))))
        .isEmpty();
  }

  @Test
  void whatIsWrongWithARequestIsSaidInAmazonsWords() {
    KeyMetadata key = pair(kms, KeySpec.ECC_NIST_P256);
    assertThat(
            KeyRefused.with(
                "InvalidKeyUsageException",
                () -> kms.generateDataKey(g -> g.keyId(key.keyId()).numberOfBytes(32))))
        .isEqualTo(key.arn() + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
    KmsCalls calls = KmsCalls.of(server);
    String asked = "{\"KeyId\":\"%s\",\"Message\":\"%s\",\"SigningAlgorithm\":\"ECDSA_SHA_256\"}";
    String long4097 = Base64.getEncoder().encodeToString(new byte[4097]);
    assertThat(calls.send("Sign", asked.formatted(key.keyId(), long4097)).body())
        .contains("ValidationException")
        .contains(
            "Value at 'message' failed to satisfy constraint: Member must have length less than or"
                + " equal to 4096");
    assertThat(calls.send("Sign", asked.formatted(key.keyId(), "")).body())
        .contains("Value at 'message' failed to satisfy constraint: Member must have length");
    assertThat(calls.send("Verify", asked.formatted(key.keyId(), "YQ==")).body())
        .contains(
            "Value null at 'signature' failed to satisfy constraint: Member must not be null");
    assertThat(
            calls
                .send("Sign", asked.formatted(key.keyId(), "YQ==").replace("ECDSA_SHA_256", "NONE"))
                .body())
        .contains("Value 'NONE' at 'signingAlgorithm' failed to satisfy constraint: Member must")
        .contains("satisfy enum value set: [");
  }

  @Test
  void aPairOutlivesAKillAndANewRootKey(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    KeyMetadata key;
    SdkBytes half;
    SdkBytes signature;
    try (StartedServer first = StartedServer.over(data);
        KmsClient client = first.kms()) {
      key = pair(client, KeySpec.ECC_NIST_P256);
      half = client.getPublicKey(g -> g.keyId(key.keyId())).publicKey();
      signature = signed(client, key.keyId());
      first.kill();
    }
    rotateRootKey(data);
    try (StartedServer second = StartedServer.over(data);
        KmsClient client = second.kms()) {
      assertThat(client.describeKey(d -> d.keyId(key.keyId())).keyMetadata()).isEqualTo(key);
      assertThat(client.getPublicKey(g -> g.keyId(key.keyId())).publicKey()).isEqualTo(half);
      for (SdkBytes made : List.of(signature, signed(client, key.keyId()))) {
        assertThat(
                client
                    .verify(v ->
                        v.keyId(key.keyId())
                            .message(MESSAGE)
                            .signature(made)
                            .signingAlgorithm(P256))
                    .signatureValid())
            .isTrue();
      }
    }
  }

  private static void rotateRootKey(Path data) throws IOException, InterruptedException {
    var command = new ArrayList<>(StartedServer.command(data));
    command.remove("server");
    command.addAll(command.size() - 1, List.of("custody", "rotate"));
    Process rotation = new ProcessBuilder(command).redirectErrorStream(true).start();
    rotation.getOutputStream().close();
    String said = new String(rotation.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(rotation.waitFor()).as(said).isZero();
  }
}
