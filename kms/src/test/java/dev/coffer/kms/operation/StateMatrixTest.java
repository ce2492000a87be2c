package dev.coffer.kms.operation;

import static dev.coffer.kms.operation.TestKms.asRoot;
import static dev.coffer.kms.operation.TestKms.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.kms.access.KeyOperation;
import dev.coffer.kms.access.Verdict;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.kms.CancelKeyDeletion;
import dev.coffer.wire.kms.CreateAlias;
import dev.coffer.wire.kms.DeleteAlias;
import dev.coffer.wire.kms.DeleteImportedKeyMaterial;
import dev.coffer.wire.kms.DescribeKey;
import dev.coffer.wire.kms.DisableKey;
import dev.coffer.wire.kms.DisableKeyRotation;
import dev.coffer.wire.kms.EnableKey;
import dev.coffer.wire.kms.EnableKeyRotation;
import dev.coffer.wire.kms.ExpirationModel;
import dev.coffer.wire.kms.GenerateDataKey;
import dev.coffer.wire.kms.GenerateDataKeyWithoutPlaintext;
import dev.coffer.wire.kms.GetKeyLastUsage;
import dev.coffer.wire.kms.GetKeyPolicy;
import dev.coffer.wire.kms.GetKeyRotationStatus;
import dev.coffer.wire.kms.GetParametersForImport;
import dev.coffer.wire.kms.GetPublicKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.ImportKeyMaterial;
import dev.coffer.wire.kms.KeyMetadata;
import dev.coffer.wire.kms.KeySpec;
import dev.coffer.wire.kms.KeyState;
import dev.coffer.wire.kms.KeyUsage;
import dev.coffer.wire.kms.ListAliases;
import dev.coffer.wire.kms.ListGrants;
import dev.coffer.wire.kms.ListKeyPolicies;
import dev.coffer.wire.kms.ListKeyRotations;
import dev.coffer.wire.kms.ListResourceTags;
import dev.coffer.wire.kms.PutKeyPolicy;
import dev.coffer.wire.kms.ReEncrypt;
import dev.coffer.wire.kms.RetireGrant;
import dev.coffer.wire.kms.RevokeGrant;
import dev.coffer.wire.kms.RotateKeyOnDemand;
import dev.coffer.wire.kms.ScheduleKeyDeletion;
import dev.coffer.wire.kms.Sign;
import dev.coffer.wire.kms.SigningAlgorithm;
import dev.coffer.wire.kms.Tag;
import dev.coffer.wire.kms.TagResource;
import dev.coffer.wire.kms.UntagResource;
import dev.coffer.wire.kms.UpdateAlias;
import dev.coffer.wire.kms.UpdateKeyDescription;
import dev.coffer.wire.kms.Verify;
import dev.coffer.wire.kms.WrappingAlgorithm;
import dev.coffer.wire.kms.WrappingKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation on a key in every state that a key can be brought into, held against spec/kms.md
 * §6 as it is written down here a second time.
 */
final class StateMatrixTest {
  /**
   * The specification's table: operation, then Enabled, Disabled, PendingDeletion, PendingImport.
   */
  private static final Map<String, String> TABLE =
      table(
          """
          DescribeKey GetKeyPolicy PutKeyPolicy ListKeyPolicies ListAliases ListGrants|Y Y Y Y
          ListResourceTags DeleteAlias RetireGrant RevokeGrant GetKeyLastUsage|Y Y Y Y
          Encrypt Decrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext|Y 1 3 5
          CreateGrant|Y 1 3 5
          CreateAlias|Y Y 3 Y
          UpdateAlias|Y Y 3 Y
          EnableKey DisableKey|Y Y 3 5
          EnableKeyRotation DisableKeyRotation|Y 1 3 6
          GetKeyRotationStatus|Y Y Y 6
          RotateKeyOnDemand|Y 1 3 5
          ListKeyRotations|Y Y Y Y
          ScheduleKeyDeletion|Y Y 3 Y
          CancelKeyDeletion|4 4 Y 4
          TagResource UntagResource UpdateKeyDescription|Y Y 3 Y
          GetParametersForImport ImportKeyMaterial DeleteImportedKeyMaterial|9 9 9 Y
          """);

  /**
   * The same for a key that signs, whose material never comes from outside: Enabled, Disabled,
   * PendingDeletion. GetPublicKey of a disabled key works, whatever Amazon's table says.
   */
  private static final Map<String, String> SIGNING =
      table(
          """
          DescribeKey GetKeyPolicy PutKeyPolicy ListKeyPolicies ListAliases ListGrants|Y Y Y
          ListResourceTags DeleteAlias RetireGrant RevokeGrant GetKeyLastUsage|Y Y Y
          Sign Verify|Y 1 3
          GetPublicKey|Y Y 3
          Encrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext|u 1 3
          Decrypt|c 1 3
          CreateGrant|g 1 3
          CreateAlias UpdateAlias|Y Y 3
          EnableKey DisableKey|Y Y 3
          EnableKeyRotation DisableKeyRotation RotateKeyOnDemand ListKeyRotations|0 0 0
          GetKeyRotationStatus|Y Y Y
          ScheduleKeyDeletion|Y Y 3
          CancelKeyDeletion|4 4 Y
          TagResource UntagResource UpdateKeyDescription|Y Y 3
          GetParametersForImport ImportKeyMaterial DeleteImportedKeyMaterial|9 9 9
          """);

  private static final List<KeyState> STATES =
      List.of(
          KeyState.Enabled, KeyState.Disabled, KeyState.PendingDeletion, KeyState.PendingImport);

  private final TestKms kms = new TestKms();

  private static Map<String, String> table(String text) {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] sides = line.split("\\|", 2);
      for (String operation : sides[0].split(" ", -1)) {
        table.put(operation, sides[1]);
      }
    }
    return table;
  }

  private String signingIn(KeyState state) {
    String key = kms.signing(KeySpec.ECC_NIST_P256).keyId();
    return switch (state) {
      case Enabled -> key;
      case Disabled -> disabled(key);
      case PendingDeletion -> pendingDeletion(key);
      default -> throw new IllegalArgumentException("no pair gets there");
    };
  }

  private String keyIn(KeyState state) {
    return switch (state) {
      case Enabled -> kms.symmetric().keyId();
      case Disabled -> disabled(kms.symmetric().keyId());
      case PendingDeletion -> pendingDeletion(kms.symmetric().keyId());
      case PendingImport -> kms.external().keyId();
      case Unavailable -> throw new IllegalArgumentException("no key gets there yet");
    };
  }

  private String disabled(String key) {
    kms.ops.life().disable(asRoot(), new DisableKey(key));
    return key;
  }

  private String pendingDeletion(String key) {
    kms.ops.life().schedule(asRoot(), new ScheduleKeyDeletion(key, 7));
    return key;
  }

  @TestFactory
  List<DynamicTest> everyOperationInEveryState() {
    var tests = new ArrayList<DynamicTest>();
    TABLE.forEach((operation, row) -> {
      for (KeyState state : STATES) {
        String mark = row.split(" ", -1)[STATES.indexOf(state)];
        tests.add(
            DynamicTest.dynamicTest(
                operation + " when " + state, () -> check(operation, keyIn(state), state, mark)));
      }
    });
    return tests;
  }

  @TestFactory
  List<DynamicTest> everyOperationOnASigningKey() {
    var tests = new ArrayList<DynamicTest>();
    SIGNING.forEach((operation, row) -> {
      String[] marks = row.split(" ", -1);
      for (int i = 0; i < marks.length; i++) {
        KeyState state = STATES.get(i);
        String mark = marks[i];
        tests.add(
            DynamicTest.dynamicTest(
                operation + " when " + state,
                () -> check(operation, signingIn(state), state, mark)));
      }
    });
    return tests;
  }

  private void check(String operation, String key, KeyState state, String mark) {
    KeyMetadata before = kms.describe(key);
    assertThat(before.keyState()).isEqualTo(state);
    String arn = before.arn();
    String expected =
        switch (mark) {
          case "Y" -> "";
          case "1" -> "DisabledException: " + arn + " is disabled.";
          case "3" -> "KMSInvalidStateException: " + arn + " is pending deletion.";
          case "4" -> "KMSInvalidStateException: " + arn + " is not pending deletion.";
          case "5" -> "KMSInvalidStateException: " + arn + " is pending import.";
          case "6" ->
              "UnsupportedOperationException: "
                  + arn
                  + " origin is EXTERNAL which is not valid for this operation.";
          case "9" ->
              "UnsupportedOperationException: "
                  + arn
                  + " origin is AWS_KMS which is not valid for this operation.";
          case "0" -> "UnsupportedOperationException";
          case "u" ->
              "InvalidKeyUsageException: "
                  + arn
                  + " key usage is SIGN_VERIFY which is not valid for "
                  + operation
                  + ".";
          case "c" ->
              "IncorrectKeyException: The key ID in the request does not identify a CMK that can"
                  + " perform this operation.";
          case "g" ->
              "ValidationException: Grant operation Decrypt is not valid for a KMS key of key spec"
                  + " ECC_NIST_P256.";
          default -> throw new IllegalStateException(mark);
        };
    Consumer<String> call = calls().get(operation);
    assertThat(call).as(operation).isNotNull();
    String actual = refusal(() -> call.accept(key));
    if (operation.equals("ImportKeyMaterial") && mark.equals("Y")) {
      // The state lets it; the token does not.
      assertThat(actual).isEqualTo("InvalidImportTokenException");
    } else if (operation.endsWith("Grant") && !operation.equals("CreateGrant")) {
      // The state lets it; there is no such grant.
      assertThat(actual).startsWith("InvalidGrantIdException");
    } else {
      assertThat(actual).isEqualTo(expected);
    }
    if (!expected.isEmpty()) {
      assertThat(kms.describe(key)).as("nothing has changed").isEqualTo(before);
    }
  }

  /** A ciphertext that names the key, whatever its state. */
  private Blob ciphertext(String key) {
    byte[] sealed = kms.encrypted(kms.symmetric().keyId(), "text", Map.of()).toArray();
    byte[] id = new dev.coffer.kms.key.KeyId(key).bits().toArray();
    System.arraycopy(id, 0, sealed, 6, id.length);
    return Blob.of(sealed);
  }

  private Map<String, Consumer<String>> calls() {
    KeyOperations ops = kms.ops;
    Map<String, Consumer<String>> calls = new LinkedHashMap<>();
    calls.put("DescribeKey", k -> ops.life().describe(asRoot(), new DescribeKey(k, null)));
    calls.put("GetKeyPolicy", k -> ops.policies().get(asRoot(), new GetKeyPolicy(k, null)));
    calls.put(
        "PutKeyPolicy",
        k ->
            ops.policies()
                .put(
                    asRoot(),
                    new PutKeyPolicy(k, null, KeyPolicies.standard(TestKms.ACCOUNT), null)));
    calls.put(
        "ListKeyPolicies", k -> ops.policies().list(asRoot(), new ListKeyPolicies(k, null, null)));
    calls.put("ListAliases", k -> ops.aliases().list(asRoot(), new ListAliases(k, null, null)));
    calls.put(
        "ListGrants",
        k -> ops.granting().list(asRoot(), new ListGrants(null, null, k, null, null, null)));
    calls.put(
        "ListResourceTags", k -> ops.tagging().list(asRoot(), new ListResourceTags(k, null, null)));
    calls.put("DeleteAlias", this::deleteAlias);
    calls.put(
        "RetireGrant",
        k -> ops.granting().retire(asRoot(), new RetireGrant(null, k, "ab".repeat(32), null)));
    calls.put(
        "RevokeGrant",
        k -> ops.granting().revoke(asRoot(), new RevokeGrant(k, "ab".repeat(32), null)));
    calls.put("GetKeyLastUsage", k -> ops.life().lastUsage(asRoot(), new GetKeyLastUsage(k)));
    calls.put(
        "Encrypt", k -> ops.ciphering().encrypt(asRoot(), TestKms.encrypt(k, "text", Map.of())));
    calls.put("Decrypt", this::decryptSomething);
    calls.put("ReEncrypt", this::reEncryptTo);
    calls.put("Sign", this::sign);
    calls.put("Verify", this::verify);
    calls.put("GetPublicKey", k -> ops.signing().publicKey(asRoot(), new GetPublicKey(k, null)));
    calls.put(
        "GenerateDataKey",
        k ->
            ops.dataKeys()
                .generate(asRoot(), new GenerateDataKey(k, null, 32, null, null, null, null)));
    calls.put(
        "GenerateDataKeyWithoutPlaintext",
        k ->
            ops.dataKeys()
                .generate(
                    asRoot(), new GenerateDataKeyWithoutPlaintext(k, null, null, 32, null, null)));
    calls.put(
        "CreateGrant",
        k ->
            ops.granting()
                .create(asRoot(), TestKms.grant(k, TestKms.arn("bob"), GrantOperation.Decrypt)));
    calls.put(
        "CreateAlias", k -> ops.aliases().create(asRoot(), new CreateAlias("alias/new-" + k, k)));
    calls.put("UpdateAlias", this::updateAlias);
    calls.put("EnableKey", k -> ops.life().enable(asRoot(), new EnableKey(k)));
    calls.put("DisableKey", k -> ops.life().disable(asRoot(), new DisableKey(k)));
    calls.put(
        "EnableKeyRotation", k -> ops.rotations().enable(asRoot(), new EnableKeyRotation(k, null)));
    calls.put(
        "DisableKeyRotation", k -> ops.rotations().disable(asRoot(), new DisableKeyRotation(k)));
    calls.put(
        "GetKeyRotationStatus", k -> ops.rotations().status(asRoot(), new GetKeyRotationStatus(k)));
    calls.put("RotateKeyOnDemand", k -> ops.rotations().rotate(asRoot(), new RotateKeyOnDemand(k)));
    calls.put(
        "ListKeyRotations",
        k -> ops.rotations().list(asRoot(), new ListKeyRotations(k, null, null, null)));
    calls.put(
        "ScheduleKeyDeletion",
        k -> ops.life().schedule(asRoot(), new ScheduleKeyDeletion(k, null)));
    calls.put("CancelKeyDeletion", k -> ops.life().cancel(asRoot(), new CancelKeyDeletion(k)));
    calls.put(
        "TagResource",
        k -> ops.tagging().tag(asRoot(), new TagResource(k, List.of(new Tag("a", "b")))));
    calls.put(
        "UntagResource", k -> ops.tagging().untag(asRoot(), new UntagResource(k, List.of("a"))));
    calls.put(
        "UpdateKeyDescription",
        k -> ops.life().describeAs(asRoot(), new UpdateKeyDescription(k, "new")));
    calls.put(
        "GetParametersForImport",
        k ->
            ops.importing()
                .parameters(
                    asRoot(),
                    new GetParametersForImport(
                        k, WrappingAlgorithm.RSAES_OAEP_SHA_256, WrappingKeySpec.RSA_2048)));
    calls.put(
        "ImportKeyMaterial",
        k ->
            ops.importing()
                .importMaterial(
                    asRoot(),
                    new ImportKeyMaterial(
                        k,
                        TestKms.blob("token"),
                        TestKms.blob("material"),
                        null,
                        ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE,
                        null,
                        null,
                        null)));
    calls.put(
        "DeleteImportedKeyMaterial",
        k -> ops.importing().delete(asRoot(), new DeleteImportedKeyMaterial(k, null)));
    return calls;
  }

  /**
   * A key that is enabled has a ciphertext of its own; the others are refused before it is read.
   */
  private void decryptSomething(String key) {
    KeyMetadata metadata = kms.describe(key);
    boolean seals = metadata.enabled() && metadata.keySpec() == KeySpec.SYMMETRIC_DEFAULT;
    Blob sealed = seals ? kms.encrypted(key, "text", Map.of()) : ciphertext(key);
    kms.ops.ciphering().decrypt(asRoot(), TestKms.decrypt(sealed, null));
  }

  private Blob sign(String key) {
    Sign op = new Sign(key, TestKms.blob("text"), null, null, SigningAlgorithm.ECDSA_SHA_256, null);
    return kms.ops.signing().sign(asRoot(), op).signature();
  }

  /** As with a ciphertext, a key that is not enabled is refused before the signature is read. */
  private void verify(String key) {
    Blob signature = kms.describe(key).enabled() ? sign(key) : TestKms.blob("signature");
    Verify op =
        new Verify(
            key, TestKms.blob("text"), null, signature, SigningAlgorithm.ECDSA_SHA_256, null, null);
    assertThat(kms.ops.signing().verify(asRoot(), op).signatureValid()).isTrue();
  }

  private void reEncryptTo(String key) {
    Blob sealed = kms.encrypted(kms.symmetric().keyId(), "text", Map.of());
    kms.ops
        .ciphering()
        .reEncrypt(
            asRoot(), new ReEncrypt(sealed, null, null, key, null, null, null, null, null, null));
  }

  /** A key that is pending deletion was named before it was. */
  private void deleteAlias(String key) {
    boolean pending = kms.describe(key).keyState() == KeyState.PendingDeletion;
    if (pending) {
      kms.ops.life().cancel(asRoot(), new CancelKeyDeletion(key));
    }
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/state", key));
    if (pending) {
      pendingDeletion(key);
    }
    kms.ops.aliases().delete(asRoot(), new DeleteAlias("alias/state"));
  }

  /** Another key of the same kind. */
  private String another(String key) {
    boolean signs = kms.describe(key).keyUsage() == KeyUsage.SIGN_VERIFY;
    return (signs ? kms.signing(KeySpec.ECC_NIST_P256) : kms.symmetric()).keyId();
  }

  private void updateAlias(String key) {
    kms.ops.aliases().create(asRoot(), new CreateAlias("alias/moving-" + key, another(key)));
    kms.ops.aliases().update(asRoot(), new UpdateAlias("alias/moving-" + key, key));
  }

  @Test
  void unavailableKeysAreRefusedAsTheTableSays() {
    for (KeyOperation operation : KeyOperation.values()) {
      Verdict verdict = operation.in(KeyState.Unavailable);
      if (operation.uses()) {
        assertThat(verdict).as(operation.name()).isEqualTo(Verdict.UNAVAILABLE);
      } else {
        assertThat(verdict).as(operation.name()).isNotEqualTo(Verdict.UNAVAILABLE);
      }
    }
    assertThat(KeyOperation.CancelKeyDeletion.in(KeyState.Unavailable))
        .isEqualTo(Verdict.NOT_PENDING_DELETION);
    assertThat(KeyOperation.CreateGrant.in(KeyState.Unavailable)).isEqualTo(Verdict.WORKS);
  }

  @Test
  void anExternalKeyThatIsPendingDeletionTakesNoMaterial() {
    String key = pendingDeletion(kms.external().keyId());
    String arn = kms.describe(key).arn();
    kms.advance(Duration.ofDays(1));
    for (String operation : List.of("GetParametersForImport", "ImportKeyMaterial")) {
      Consumer<String> call = calls().get(operation);
      assertThat(refusal(() -> call.accept(key)))
          .isEqualTo("KMSInvalidStateException: " + arn + " is pending deletion.");
    }
    assertThat(refusal(() -> calls().get("DeleteImportedKeyMaterial").accept(key))).isEmpty();
    assertThat(kms.describe(key).keyState()).isEqualTo(KeyState.PendingDeletion);
  }

  @Test
  void everyOperationThatTakesAKeyIsInTheTable() {
    for (KeyOperation operation : KeyOperation.values()) {
      boolean keyless =
          List.of("CreateKey", "GenerateRandom", "ListKeys", "ListRetirableGrants")
              .contains(operation.name());
      boolean mac = operation.name().endsWith("Mac");
      assertThat(SIGNING.containsKey(operation.name()))
          .as(operation.name())
          .isEqualTo(!keyless && !mac);
      boolean signing = List.of("Sign", "Verify", "GetPublicKey").contains(operation.name());
      assertThat(TABLE.containsKey(operation.name()))
          .as(operation.name())
          .isEqualTo(!keyless && !mac && !signing);
    }
  }
}
