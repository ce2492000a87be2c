package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.DeleteImportedKeyMaterial;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.kms.ImportState;
import dev.coffer.wire.kms.ImportType;
import dev.coffer.wire.kms.IncludeKeyMaterial;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.Origin;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.RotationsListEntry;
import dev.coffer.wire.kms.WrappingAlgorithm;
import dev.coffer.wire.kms.WrappingKeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ImportingTest {
  private final TestKms kms = new TestKms();
  private final KeyMetadata key = kms.external();

  private GetParametersForImport.Output parameters(String keyId) {
    return kms.ops
        .importing()
        .parameters(
            asRoot(),
            new GetParametersForImport(
                keyId, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048));
  }

  private static Blob wrap(Blob publicKey, String hash, byte[] material) {
    try {
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
      oaep.init(
          Cipher.ENCRYPT_MODE,
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey.toArray())),
          new OAEPParameterSpec(
              hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
      return Blob.of(oaep.doFinal(material));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] material(int filling) {
    byte[] material = new byte[32];
    Arrays.fill(material, (byte) filling);
    return material;
  }

  private ImportKeyMaterial.Output bring(
      String keyId, byte[] material, @Nullable ImportType type, @Nullable Instant validTo) {
    return bringAs(asRoot(), keyId, material, type, validTo);
  }

  private ImportKeyMaterial.Output bringAs(
      Call call,
      String keyId,
      byte[] material,
      @Nullable ImportType type,
      @Nullable Instant validTo) {
    GetParametersForImport.Output parameters = parameters(keyId);
    return kms.ops
        .importing()
        .importMaterial(
            call,
            new ImportKeyMaterial(
                keyId,
                parameters.importToken(),
                wrap(parameters.publicKey(), "SHA-256", material),
                validTo,
                validTo == null ? ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE : null,
                type,
                null,
                null));
  }

  private ImportKeyMaterial.Output bring(byte[] material) {
    return bring(key.keyId(), material, null, null);
  }

  private List<RotationsListEntry> materials() {
    return kms.ops
        .rotations()
        .list(
            asRoot(),
            new ListKeyRotations(key.keyId(), IncludeKeyMaterial.ALL_KEY_MATERIAL, null, null))
        .rotations();
  }

  @Test
  void materialComesInAndTheKeyIsEnabled() {
    GetParametersForImport.Output parameters = parameters(key.keyId());
    assertThat(parameters.keyId()).isEqualTo(key.arn());
    assertThat(parameters.parametersValidTo())
        .isEqualTo(key.creationDate().plus(Duration.ofHours(24)));
    ImportKeyMaterial.Output done = bring(material(1));
    assertThat(done.keyId()).isEqualTo(key.arn());
    KeyMetadata after = kms.describe(key.keyId());
    assertThat(after.keyState()).isEqualTo(KeyState.Enabled);
    assertThat(after.currentKeyMaterialId()).isEqualTo(done.keyMaterialId());
    assertThat(after.expirationModel()).isEqualTo(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);
    assertThat(after.validTo()).isNull();
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    assertThat(kms.decrypted(sealed, null)).isEqualTo("text");
  }

  @Test
  void theSameMaterialHasTheSameNameUnderItsKeyAndAnotherElsewhere() {
    String first = bring(material(1)).keyMaterialId();
    assertThat(bring(material(1)).keyMaterialId()).isEqualTo(first);
    String other = kms.external().keyId();
    assertThat(bring(other, material(1), null, null).keyMaterialId()).isNotEqualTo(first);
  }

  @Test
  void whatIsDeletedMustComeBackAsItWas() {
    Blob sealed;
    String name = bring(material(1)).keyMaterialId();
    sealed = kms.encrypted(key.keyId(), "text", Map.of());
    DeleteImportedKeyMaterial.Output gone =
        kms.ops.importing().delete(asRoot(), new DeleteImportedKeyMaterial(key.keyId(), null));
    assertThat(gone.keyMaterialId()).isEqualTo(name);
    KeyMetadata after = kms.describe(key.keyId());
    assertThat(after.keyState()).isEqualTo(KeyState.PendingImport);
    assertThat(after.expirationModel()).isNull();
    assertThat(after.currentKeyMaterialId()).as("it stays").isEqualTo(name);
    assertThat(refusal(() -> kms.decrypted(sealed, null)))
        .isEqualTo("KMSInvalidStateException: " + key.arn() + " is pending import.");
    assertThat(refusal(() -> bring(material(2)))).isEqualTo("IncorrectKeyMaterialException");
    bring(material(1));
    assertThat(kms.decrypted(sealed, null)).isEqualTo("text");
  }

  @Test
  void materialThatExpiresIsAbsentFromThatMomentOn() {
    Instant end =
        kms.instant().plus(Duration.ofDays(1)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    bring(key.keyId(), material(1), null, end);
    KeyMetadata before = kms.describe(key.keyId());
    assertThat(before.validTo()).isEqualTo(end);
    assertThat(before.expirationModel()).isEqualTo(ExpirationModel.KEY_MATERIAL_EXPIRES);
    assertThat(kms.ops.service().expiry(key.arn())).isEqualTo(end);
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    kms.advance(Duration.ofDays(1));
    assertThat(kms.ops.service().expiry(key.arn())).isNull();
    assertThat(refusal(() -> kms.decrypted(sealed, null))).endsWith("is pending import.");
    kms.ops.chores().expireDue(kms.instant());
    kms.ops.chores().expireDue(kms.instant());
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.PendingImport);
    assertThat(kms.trail.events)
        .filteredOn(event -> event.eventName().equals("DeleteExpiredKeyMaterial"))
        .hasSize(1);
  }

  @Test
  void expirationModelAndDateMustFit() {
    assertThat(imported(null, null, null, null))
        .isEqualTo(
            "ValidationException: A validTo date must be set if the ExpirationModel is"
                + " KEY_MATERIAL_EXPIRES");
    Instant soon = kms.instant().plusSeconds(60);
    assertThat(imported(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE, soon, null, null))
        .startsWith("ValidationException");
    assertThat(imported(null, kms.instant().minusSeconds(1), null, null))
        .startsWith("ValidationException");
    assertThat(imported(null, kms.instant().plus(Duration.ofDays(366)), null, null))
        .startsWith("ValidationException");
    assertThat(imported(null, soon, ImportType.NEW_KEY_MATERIAL, "ab".repeat(32)))
        .startsWith("ValidationException");
    assertThat(imported(null, soon, null, "ab".repeat(32)))
        .isEqualTo("IncorrectKeyMaterialException");
  }

  private String imported(
      @Nullable ExpirationModel model,
      @Nullable Instant validTo,
      @Nullable ImportType type,
      @Nullable String name) {
    GetParametersForImport.Output parameters = parameters(key.keyId());
    return refusal(() ->
        kms.ops
            .importing()
            .importMaterial(
                asRoot(),
                new ImportKeyMaterial(
                    key.keyId(),
                    parameters.importToken(),
                    wrap(parameters.publicKey(), "SHA-256", material(1)),
                    validTo,
                    model,
                    type,
                    null,
                    name)));
  }

  private String sent(String keyId, Blob token, Blob wrapped) {
    return refusal(() ->
        kms.ops
            .importing()
            .importMaterial(
                asRoot(),
                new ImportKeyMaterial(
                    keyId,
                    token,
                    wrapped,
                    null,
                    ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE,
                    null,
                    null,
                    null)));
  }

  @Test
  void wrongWrappingAndWrongMaterialAreRefused() {
    GetParametersForImport.Output parameters = parameters(key.keyId());
    Blob token = parameters.importToken();
    assertThat(sent(key.keyId(), token, wrap(parameters.publicKey(), "SHA-1", material(1))))
        .isEqualTo("InvalidCiphertextException");
    assertThat(sent(key.keyId(), token, TestKms.blob("nonsense")))
        .isEqualTo("InvalidCiphertextException");
    Blob otherPair = wrap(parameters(key.keyId()).publicKey(), "SHA-256", material(1));
    assertThat(sent(key.keyId(), token, otherPair)).isEqualTo("InvalidCiphertextException");
    assertThat(sent(key.keyId(), token, wrap(parameters.publicKey(), "SHA-256", new byte[31])))
        .isEqualTo("IncorrectKeyMaterialException");
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.PendingImport);
  }

  @Test
  void changedForeignAndExpiredTokensAreRefused() {
    GetParametersForImport.Output parameters = parameters(key.keyId());
    byte[] token = parameters.importToken().toArray();
    Blob wrapped = wrap(parameters.publicKey(), "SHA-256", material(1));
    for (int at = 0; at < token.length; at += 7) {
      byte[] changed = token.clone();
      changed[at] ^= 1;
      assertThat(sent(key.keyId(), Blob.of(changed), wrapped))
          .isEqualTo("InvalidImportTokenException");
    }
    assertThat(sent(key.keyId(), Blob.of(Arrays.copyOf(token, token.length - 1)), wrapped))
        .isEqualTo("InvalidImportTokenException");
    String other = kms.external().keyId();
    assertThat(sent(other, parameters.importToken(), wrapped))
        .as("replayed into another key")
        .isEqualTo("InvalidImportTokenException");
    kms.advance(Duration.ofHours(24));
    assertThat(sent(key.keyId(), parameters.importToken(), wrapped))
        .isEqualTo("ExpiredImportTokenException");
  }

  @Test
  void aTokenSurvivesUntilItsEndAndMayBringTheSameMaterialAgain() {
    GetParametersForImport.Output parameters = parameters(key.keyId());
    Blob wrapped = wrap(parameters.publicKey(), "SHA-256", material(1));
    kms.advance(Duration.ofHours(24).minusMillis(1));
    assertThat(sent(key.keyId(), parameters.importToken(), wrapped)).isEmpty();
    assertThat(sent(key.keyId(), parameters.importToken(), wrapped)).isEmpty();
    assertThat(materials()).hasSize(1);
  }

  @Test
  void newMaterialWaitsForItsRotation() {
    String first = bring(material(1)).keyMaterialId();
    Blob sealed = kms.encrypted(key.keyId(), "text", Map.of());
    assertThat(refusal(this::rotate))
        .isEqualTo(
            "KMSInvalidStateException: No available key material pending rotation for the key: "
                + key.arn()
                + ".");
    String second =
        bring(key.keyId(), material(2), ImportType.NEW_KEY_MATERIAL, null).keyMaterialId();
    assertThat(kms.describe(key.keyId()).currentKeyMaterialId()).isEqualTo(first);
    assertThat(materials())
        .extracting(RotationsListEntry::keyMaterialState)
        .containsExactly(KeyMaterialState.CURRENT, KeyMaterialState.PENDING_ROTATION);
    String refused =
        refusal(() -> bring(key.keyId(), material(3), ImportType.NEW_KEY_MATERIAL, null));
    assertThat(refused)
        .matches(
            "KMSInvalidStateException: New key material \\(id: [0-9a-f]{64}\\) cannot be imported"
                + " into KMS key "
                + key.arn()
                + ", because another key material \\(id: "
                + second
                + "\\) is pending rotation\\.");
    rotate();
    assertThat(kms.describe(key.keyId()).currentKeyMaterialId()).isEqualTo(second);
    assertThat(kms.decrypted(sealed, null)).isEqualTo("text");
    assertThat(kms.decrypted(kms.encrypted(key.keyId(), "new", Map.of()), null)).isEqualTo("new");
    assertThat(refusal(() -> bring(key.keyId(), material(1), ImportType.NEW_KEY_MATERIAL, null)))
        .isEqualTo("IncorrectKeyMaterialException");
  }

  /** The developer guide compares it as a number. */
  @Test
  void howLongMaterialIsValidIsACondition() {
    Instant end = kms.instant().plus(Duration.ofDays(30));
    for (String operator : List.of("NumericGreaterThan", "DateGreaterThan")) {
      for (long offset : new long[] {-1, 1}) {
        String deny =
            "{\"Effect\":\"Deny\",\"Action\":\"kms:ImportKeyMaterial\",\"Resource\":\"*\",\"Condition\":{\"%s\":{\"kms:ValidTo\":\"%d.0\"}}}"
                .formatted(operator, end.getEpochSecond() + offset);
        Call bob = TestKms.as("bob", TestKms.allow("kms:*", "*"), deny);
        String answer = refusal(() -> bringAs(bob, key.keyId(), material(1), null, end));
        assertThat(answer).as("%s %d", operator, offset).contains(offset < 0 ? "deny" : "");
        assertThat(answer.isEmpty()).isEqualTo(offset > 0);
      }
    }
  }

  /** Also before it is taken out. */
  @Test
  void expiredMaterialHasNoModelAnyMore() {
    bring(key.keyId(), material(1), null, kms.instant().plus(Duration.ofDays(1)));
    assertThat(kms.describe(key.keyId()).expirationModel())
        .isEqualTo(ExpirationModel.KEY_MATERIAL_EXPIRES);
    kms.advance(Duration.ofDays(2));
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.PendingImport);
    assertThat(kms.describe(key.keyId()).expirationModel()).isNull();
    assertThat(kms.describe(key.keyId()).validTo()).isNull();
  }

  private void rotate() {
    kms.ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(key.keyId()));
  }

  @Test
  void materialThatOnlyWaitedGivesItsPlaceToOther() {
    bring(material(1));
    String second =
        bring(key.keyId(), material(2), ImportType.NEW_KEY_MATERIAL, null).keyMaterialId();
    kms.ops.importing().delete(asRoot(), new DeleteImportedKeyMaterial(key.keyId(), second));
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.Enabled);
    bring(key.keyId(), material(3), ImportType.NEW_KEY_MATERIAL, null);
    rotate();
    assertThat(materials())
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.importState()).isEqualTo(ImportState.IMPORTED));
  }

  @Test
  void aKeyNeedsAllMaterialsThatHaveEncrypted() {
    String first = bring(material(1)).keyMaterialId();
    bring(key.keyId(), material(2), ImportType.NEW_KEY_MATERIAL, null);
    rotate();
    kms.ops.importing().delete(asRoot(), new DeleteImportedKeyMaterial(key.keyId(), first));
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.PendingImport);
    bring(material(1));
    assertThat(kms.describe(key.keyId()).keyState()).isEqualTo(KeyState.Enabled);
  }

  @Test
  void hmacKeysTakeMaterialOfTheirLengthAndNoNames() {
    String mac =
        kms.ops
            .newKeys()
            .create(
                asRoot(),
                TestKms.newKey(KeySpec.HMAC_384, KeyUsage.GENERATE_VERIFY_MAC, Origin.EXTERNAL))
            .keyMetadata()
            .keyId();
    assertThat(refusal(() -> bring(mac, material(1), null, null)))
        .isEqualTo("IncorrectKeyMaterialException");
    assertThat(bring(mac, new byte[48], null, null).keyMaterialId()).isNull();
    assertThat(refusal(() -> bring(mac, new byte[48], ImportType.EXISTING_KEY_MATERIAL, null)))
        .startsWith("ValidationException");
  }

  @Test
  void weakWrappingIsNotServed() {
    for (WrappingAlgorithm algorithm :
        List.of(WrappingAlgorithm.RSAES_PKCS1_V1_5, WrappingAlgorithm.SM2PKE)) {
      assertThat(
              refusal(() ->
                  kms.ops
                      .importing()
                      .parameters(
                          asRoot(),
                          new GetParametersForImport(
                              key.keyId(), algorithm, WrappingKeySpec.RSA_2048))))
          .isEqualTo(
              "UnsupportedOperationException: WrappingAlgorithm "
                  + algorithm
                  + " is not supported.");
    }
  }

  @Test
  void tokenAndMaterialStandInNoEvent() {
    bring(material(1));
    String events = kms.trail.events.toString();
    assertThat(events).doesNotContain("importToken").doesNotContain("encryptedKeyMaterial");
  }
}
