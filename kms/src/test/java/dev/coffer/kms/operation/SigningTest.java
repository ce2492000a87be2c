package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.allow;
import static dev.coffer.kms.operation.TestKms.allowTo;
import static dev.coffer.kms.operation.TestKms.arn;
import static dev.coffer.kms.operation.TestKms.as;
import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.asUserOf;
import static dev.coffer.kms.operation.TestKms.blob;
import static dev.coffer.kms.operation.TestKms.policy;
import static dev.coffer.kms.operation.TestKms.refusal;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.kms.access.Quotas;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.GetKeyLastUsage;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.GetPublicKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.MessageType;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.Sign;
import dev.coffer.wire.kms.SigningAlgorithm;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.kms.UsedOperation;
import dev.coffer.wire.kms.Verify;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign, Verify and GetPublicKey; their signatures are verified by the JDK alone. */
final class SigningTest {
  private static final Blob MESSAGE = blob("a message");
  private static final SigningAlgorithm P256 = SigningAlgorithm.ECDSA_SHA_256;

  private final TestKms kms = new TestKms();

  private static Sign sign(String keyId, Blob message, MessageType type, SigningAlgorithm how) {
    return new Sign(keyId, message, type, null, how, null);
  }

  private Blob signed(Call call, String keyId) {
    return kms.ops.signing().sign(call, sign(keyId, MESSAGE, MessageType.RAW, P256)).signature();
  }

  private static Verify verify(
      String keyId,
      Blob message,
      @Nullable MessageType type,
      Blob signature,
      SigningAlgorithm how) {
    return new Verify(keyId, message, type, signature, how, null, null);
  }

  private GetPublicKey.Output publicKey(Call call, String keyId) {
    return kms.ops.signing().publicKey(call, new GetPublicKey(keyId, null));
  }

  private static String bits(SigningAlgorithm algorithm) {
    return algorithm.name().substring(algorithm.name().length() - 3);
  }

  private static Blob digest(SigningAlgorithm algorithm) throws GeneralSecurityException {
    return Blob.of(MessageDigest.getInstance("SHA-" + bits(algorithm)).digest(MESSAGE.toArray()));
  }

  private static boolean jdkVerifies(
      GetPublicKey.Output key, SigningAlgorithm algorithm, Blob signature)
      throws GeneralSecurityException {
    boolean rsa = key.keySpec().name().startsWith("RSA");
    PublicKey half =
        KeyFactory.getInstance(rsa ? "RSA" : "EC")
            .generatePublic(new X509EncodedKeySpec(key.publicKey().toArray()));
    Signature jdk = jdk(algorithm);
    jdk.initVerify(half);
    jdk.update(MESSAGE.toArray());
    return jdk.verify(signature.toArray());
  }

  private static Signature jdk(SigningAlgorithm algorithm) throws GeneralSecurityException {
    String bits = bits(algorithm);
    if (!algorithm.name().startsWith("RSASSA_PSS")) {
      String key = algorithm.name().startsWith("RSA") ? "RSA" : "ECDSA";
      return Signature.getInstance("SHA" + bits + "with" + key);
    }
    Signature pss = Signature.getInstance("RSASSA-PSS");
    String hash = "SHA-" + bits;
    int salt = Integer.parseInt(bits) / 8;
    pss.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
    return pss;
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521"
      })
  void everySpecSignsByEachOfItsAlgorithms(KeySpec spec) throws GeneralSecurityException {
    KeyMetadata key = kms.signing(spec);
    GetPublicKey.Output half = publicKey(asRoot(), key.keyId());
    assertThat(half)
        .isEqualTo(
            new GetPublicKey.Output(
                key.arn(),
                half.publicKey(),
                spec,
                spec,
                KeyUsage.SIGN_VERIFY,
                requireNonNull(key.signingAlgorithms())));
    assertThat(half.signingAlgorithms()).hasSize(spec.name().startsWith("RSA") ? 6 : 1);
    for (SigningAlgorithm algorithm : half.signingAlgorithms()) {
      signsAndVerifies(key, half, algorithm);
    }
  }

  private void signsAndVerifies(
      KeyMetadata key, GetPublicKey.Output half, SigningAlgorithm algorithm)
      throws GeneralSecurityException {
    Sign.Output raw =
        kms.ops.signing().sign(asRoot(), sign(key.keyId(), MESSAGE, MessageType.RAW, algorithm));
    assertThat(raw.keyId()).isEqualTo(key.arn());
    assertThat(raw.signingAlgorithm()).isEqualTo(algorithm);
    Blob ofDigest =
        kms.ops
            .signing()
            .sign(asRoot(), sign(key.keyId(), digest(algorithm), MessageType.DIGEST, algorithm))
            .signature();
    assertThat(jdkVerifies(half, algorithm, raw.signature())).as("%s", algorithm).isTrue();
    assertThat(jdkVerifies(half, algorithm, ofDigest)).as("%s of a digest", algorithm).isTrue();
    // A message and its digest are the same message, whichever was signed.
    assertThat(
            kms.ops
                .signing()
                .verify(asRoot(), verify(key.arn(), MESSAGE, null, ofDigest, algorithm)))
        .isEqualTo(new Verify.Output(key.arn(), true, algorithm));
    assertThat(
            kms.ops
                .signing()
                .verify(
                    asRoot(),
                    verify(
                        key.arn(),
                        digest(algorithm),
                        MessageType.DIGEST,
                        raw.signature(),
                        algorithm))
                .signatureValid())
        .isTrue();
    assertThat(
            refusal(() ->
                kms.ops
                    .signing()
                    .verify(
                        asRoot(),
                        verify(key.arn(), blob("another"), null, raw.signature(), algorithm))))
        .isEqualTo("KMSInvalidSignatureException");
  }

  @Test
  void aSignatureOfAnotherKeyIsRefused() {
    String one = kms.signing(KeySpec.ECC_NIST_P256).keyId();
    String two = kms.signing(KeySpec.ECC_NIST_P256).keyId();
    Blob signature = signed(asRoot(), one);
    assertThat(
            refusal(() ->
                kms.ops.signing().verify(asRoot(), verify(two, MESSAGE, null, signature, P256))))
        .isEqualTo("KMSInvalidSignatureException");
    assertThat(publicKey(asRoot(), one).publicKey())
        .isNotEqualTo(publicKey(asRoot(), two).publicKey());
  }

  @Test
  void anAliasNamesThePairAndMayMoveToAnotherSpecOfTheUsage() {
    KeyMetadata one = kms.signing(KeySpec.ECC_NIST_P256);
    KeyMetadata two = kms.signing(KeySpec.ECC_NIST_P384);
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/sign", one.keyId()));
    assertThat(publicKey(asRoot(), "alias/sign").keyId()).isEqualTo(one.arn());
    Blob signature = signed(asRoot(), "alias/sign");
    kms.ops.signing().verify(asRoot(), verify("alias/sign", MESSAGE, null, signature, P256));
    kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/sign", two.keyId()));
    assertThat(publicKey(asRoot(), "alias/sign").keyId()).isEqualTo(two.arn());
    assertThat(
            refusal(() ->
                kms.ops
                    .aliases()
                    .update(asRoot(), new UpdateAlias("alias/sign", kms.symmetric().keyId()))))
        .startsWith("ValidationException");
  }

  @Test
  void aDryRunSignsNothing() {
    KeyMetadata key = kms.signing(KeySpec.ECC_NIST_P256);
    String dry =
        "DryRunOperationException: The request would have succeeded, but the DryRun option is set.";
    assertThat(
            refusal(() ->
                kms.ops
                    .signing()
                    .sign(asRoot(), new Sign(key.keyId(), MESSAGE, null, null, P256, true))))
        .isEqualTo(dry);
    assertThat(
            refusal(() ->
                kms.ops
                    .signing()
                    .verify(
                        asRoot(),
                        new Verify(key.keyId(), MESSAGE, null, blob("none"), P256, null, true))))
        .isEqualTo(dry);
    assertThat(
            refusal(() ->
                kms.ops
                    .signing()
                    .sign(
                        asRoot(),
                        new Sign(key.keyId(), MESSAGE, MessageType.DIGEST, null, P256, true))))
        .as("what would not have succeeded")
        .startsWith("ValidationException");
    assertThat(lastUse(key)).isNull();
  }

  private @Nullable UsedOperation lastUse(KeyMetadata key) {
    return kms.ops
        .life()
        .lastUsage(asRoot(), new GetKeyLastUsage(key.keyId()))
        .keyLastUsage()
        .operation();
  }

  @Test
  void signingAndVerifyingAreUsesAndReadingThePublicHalfIsNone() {
    KeyMetadata key = kms.signing(KeySpec.ECC_NIST_P256);
    publicKey(asRoot(), key.keyId());
    assertThat(lastUse(key)).isNull();
    Blob signature = signed(asRoot(), key.keyId());
    assertThat(lastUse(key)).isEqualTo(UsedOperation.Sign);
    kms.advance(Duration.ofSeconds(1));
    kms.ops.signing().verify(asRoot(), verify(key.keyId(), MESSAGE, null, signature, P256));
    assertThat(lastUse(key)).isEqualTo(UsedOperation.Verify);
  }

  @Test
  void theTrailNamesAlgorithmAndTypeAndNeitherMessageNorSignature() {
    KeyMetadata key = kms.signing(KeySpec.ECC_NIST_P256);
    Blob signature = signed(asRoot(), key.keyId());
    AuditEvent event = kms.trail.last();
    assertThat(event.eventName()).isEqualTo("Sign");
    assertThat(event.readOnly()).isTrue();
    assertThat(event.resources()).containsExactly(key.arn());
    assertThat(event.requestParameters())
        .isEqualTo(
            Map.of(
                "keyId", key.keyId(), "messageType", "RAW", "signingAlgorithm", "ECDSA_SHA_256"));
    assertThat(event.responseElements()).isEmpty();
    kms.ops.signing().verify(asRoot(), verify(key.keyId(), MESSAGE, null, signature, P256));
    assertThat(kms.trail.last().eventName()).isEqualTo("Verify");
    publicKey(asRoot(), key.keyId());
    assertThat(kms.trail.last().eventName()).isEqualTo("GetPublicKey");
    refusal(() ->
        kms.ops.signing().verify(asRoot(), verify(key.keyId(), blob("b"), null, signature, P256)));
    assertThat(kms.trail.last().errorCode()).isEqualTo("KMSInvalidSignatureException");
    assertThat(kms.trail.events.toString()).doesNotContain("a message").doesNotContain("Blob[");
  }

  @Test
  void policiesSeeAlgorithmAndMessageType() {
    String key = kms.signing(KeySpec.RSA_2048).keyId();
    String onlyPss =
        """
        {"Effect":"Allow","Action":"kms:Sign","Resource":"*","Condition":{
          "StringLike":{"kms:SigningAlgorithm":"RSASSA_PSS_*"},
          "StringEquals":{"kms:MessageType":"RAW"}}}\
        """;
    Call alice = as("alice", onlyPss);
    var pss = SigningAlgorithm.RSASSA_PSS_SHA_256;
    assertThat(kms.ops.signing().sign(alice, sign(key, MESSAGE, MessageType.RAW, pss)).signature())
        .isNotNull();
    assertThat(kms.ops.signing().sign(alice, new Sign(key, MESSAGE, null, null, pss, null)).keyId())
        .as("RAW is meant where no type is given")
        .endsWith(key);
    for (Sign refused :
        List.of(
            sign(key, blob("a".repeat(32)), MessageType.DIGEST, pss),
            sign(key, MESSAGE, MessageType.RAW, SigningAlgorithm.RSASSA_PKCS1_V1_5_SHA_256))) {
      assertThat(refusal(() -> kms.ops.signing().sign(alice, refused)))
          .startsWith("AccessDeniedException: User: " + arn("alice") + " is not authorized to");
    }
    assertThat(refusal(() -> publicKey(alice, key))).contains("kms:GetPublicKey");
  }

  @Test
  void aKeyPolicyMayForbidAnAlgorithm() {
    String key = kms.signing(KeySpec.RSA_2048).keyId();
    String deny =
        """
        {"Effect":"Deny","Principal":"*","Action":["kms:Sign","kms:Verify"],"Resource":"*",
         "Condition":{"StringNotEquals":{"kms:SigningAlgorithm":"RSASSA_PSS_SHA_512"}}}\
        """;
    kms.ops
        .policies()
        .put(
            asRoot(),
            new PutKeyPolicy(key, null, policy(allowTo(TestKms.ROOT, "kms:*") + "," + deny), null));
    var allowed = SigningAlgorithm.RSASSA_PSS_SHA_512;
    kms.ops.signing().sign(asRoot(), sign(key, MESSAGE, MessageType.RAW, allowed));
    for (SigningAlgorithm other : SigningAlgorithm.values()) {
      if (other != allowed) {
        assertThat(
                refusal(() ->
                    kms.ops.signing().sign(asRoot(), sign(key, MESSAGE, MessageType.RAW, other))))
            .as("authorization comes before the algorithm's fit: %s", other)
            .startsWith("AccessDeniedException");
      }
    }
  }

  @Test
  void aGrantGivesSignVerifyAndThePublicHalf() {
    String key = kms.signing(KeySpec.ECC_NIST_P256).keyId();
    Call bob = as("bob");
    assertThat(refusal(() -> signed(bob, key))).startsWith("AccessDeniedException");
    grant(key, GrantOperation.Sign, GrantOperation.GetPublicKey);
    Blob signature = signed(bob, key);
    assertThat(publicKey(bob, key).keyId()).endsWith(key);
    Verify verify = verify(key, MESSAGE, null, signature, P256);
    assertThat(refusal(() -> kms.ops.signing().verify(bob, verify)))
        .startsWith("AccessDeniedException");
    grant(key, GrantOperation.Verify);
    assertThat(kms.ops.signing().verify(bob, verify).signatureValid()).isTrue();
    assertThat(refusal(() -> grant(key, GrantOperation.GenerateMac)))
        .isEqualTo(
            "ValidationException: Grant operation GenerateMac is not valid for a KMS key of key"
                + " spec ECC_NIST_P256.");
    String symmetric = kms.symmetric().keyId();
    assertThat(refusal(() -> grant(symmetric, GrantOperation.Sign)))
        .startsWith("ValidationException: Grant operation Sign is not valid");
  }

  private void grant(String key, GrantOperation... operations) {
    kms.ops.granting().create(asRoot(), TestKms.grant(key, arn("bob"), operations));
  }

  @Test
  void anotherAccountSignsWhenBothSidesAllowIt() {
    KeyMetadata key = kms.signing(KeySpec.ECC_NIST_P256);
    Call carol = asUserOf(TestKms.OTHER, "carol", allow("kms:Sign", "*"));
    assertThat(refusal(() -> signed(carol, key.arn()))).startsWith("AccessDeniedException");
    String theirs = "arn:aws:iam::" + TestKms.OTHER + ":root";
    kms.ops
        .policies()
        .put(
            asRoot(),
            new PutKeyPolicy(
                key.keyId(),
                null,
                policy(allowTo(TestKms.ROOT, "kms:*") + "," + allowTo(theirs, "kms:Sign")),
                null));
    assertThat(signed(carol, key.arn())).isNotNull();
  }

  @Test
  void aPairIsNeverRotated() {
    String key = kms.signing(KeySpec.ECC_NIST_P256).keyId();
    GetKeyRotationStatus.Output status =
        kms.ops.rotations().status(asRoot(), new GetKeyRotationStatus(key));
    assertThat(status.keyRotationEnabled()).isFalse();
    kms.advance(Duration.ofDays(4000));
    GetPublicKey.Output before = publicKey(asRoot(), key);
    kms.ops.chores().run();
    assertThat(publicKey(asRoot(), key)).isEqualTo(before);
  }

  @Test
  void aPairIsThereAfterARestart() {
    var store = new MemoryKv();
    StoreRootKey root = TestKms.newRoot();
    var first = new TestKms(store, Quotas.off(), CustomKeyStores.none(), root);
    KeyMetadata key = first.signing(KeySpec.ECC_NIST_P521);
    var algorithm = SigningAlgorithm.ECDSA_SHA_512;
    Sign op = sign(key.keyId(), MESSAGE, MessageType.RAW, algorithm);
    Blob signature = first.ops.signing().sign(asRoot(), op).signature();
    GetPublicKey get = new GetPublicKey(key.keyId(), null);
    GetPublicKey.Output half = first.ops.signing().publicKey(asRoot(), get);

    var second = new TestKms(store, Quotas.off(), CustomKeyStores.none(), root);
    assertThat(second.describe(key.keyId())).isEqualTo(key);
    assertThat(second.ops.signing().publicKey(asRoot(), get)).isEqualTo(half);
    Blob again = second.ops.signing().sign(asRoot(), op).signature();
    for (Blob made : List.of(signature, again)) {
      assertThat(
              second
                  .ops
                  .signing()
                  .verify(asRoot(), verify(key.keyId(), MESSAGE, null, made, algorithm))
                  .signatureValid())
          .isTrue();
    }
  }
}
