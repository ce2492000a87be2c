package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.server.table.RpcServed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Which members answers have over the wire: all that Amazon's have and no others. Source:
 * spec/kms.md §1, §3.1, §5, §9, and the recordings that it cites.
 */
class KmsFieldsTest {
  private static final String ARN = "arn:aws:kms:us-east-1:123456789012:key/";

  /** Every operation that is served and what its answer holds; nothing at all where it is empty. */
  private static final Map<String, Set<String>> FIELDS =
      fields(
          """
          CancelKeyDeletion|KeyId
          CreateAlias|
          CreateGrant|GrantId GrantToken
          CreateKey|KeyMetadata
          Decrypt|EncryptionAlgorithm KeyId KeyMaterialId Plaintext
          DeleteAlias|
          DeleteImportedKeyMaterial|KeyId KeyMaterialId
          DescribeKey|KeyMetadata
          DisableKey|
          DisableKeyRotation|
          EnableKey|
          EnableKeyRotation|
          Encrypt|CiphertextBlob EncryptionAlgorithm KeyId
          GenerateDataKey|CiphertextBlob KeyId KeyMaterialId Plaintext
          GenerateDataKeyWithoutPlaintext|CiphertextBlob KeyId KeyMaterialId
          GenerateMac|KeyId Mac MacAlgorithm
          GenerateRandom|Plaintext
          GetKeyLastUsage|KeyCreationDate KeyId KeyLastUsage TrackingStartDate
          GetKeyPolicy|Policy PolicyName
          GetKeyRotationStatus|KeyId KeyRotationEnabled
          GetParametersForImport|ImportToken KeyId ParametersValidTo PublicKey
          GetPublicKey|CustomerMasterKeySpec KeyId KeySpec KeyUsage PublicKey SigningAlgorithms
          ImportKeyMaterial|KeyId KeyMaterialId
          ListAliases|Aliases Truncated
          ListGrants|Grants Truncated
          ListKeyPolicies|PolicyNames Truncated
          ListKeyRotations|Rotations Truncated
          ListKeys|Keys Truncated
          ListResourceTags|Tags Truncated
          ListRetirableGrants|Grants Truncated
          PutKeyPolicy|
          ReEncrypt|CiphertextBlob DestinationEncryptionAlgorithm DestinationKeyMaterialId KeyId \
          SourceEncryptionAlgorithm SourceKeyId SourceKeyMaterialId
          RetireGrant|
          RevokeGrant|
          RotateKeyOnDemand|KeyId
          ScheduleKeyDeletion|DeletionDate KeyId KeyState PendingWindowInDays
          Sign|KeyId Signature SigningAlgorithm
          TagResource|
          UntagResource|
          UpdateAlias|
          UpdateKeyDescription|
          Verify|KeyId SignatureValid SigningAlgorithm
          VerifyMac|KeyId MacAlgorithm MacValid
          """);

  private static final String OF_ANY_KEY =
      "AWSAccountId Arn CreationDate CustomerMasterKeySpec Description Enabled KeyId KeyManager"
          + " KeySpec KeyState KeyUsage MultiRegion Origin";
  private static final String OF_EXTERNAL = OF_ANY_KEY + " EncryptionAlgorithms";
  private static final String OF_SYMMETRIC = OF_EXTERNAL + " CurrentKeyMaterialId";

  @TempDir private Path folder;
  private KmsWorld world;

  @BeforeEach
  void open() {
    world =
        new KmsWorld(
            RootKeyFile.create(folder, new FirstSecret.KeyFile(), Entropy.system()).root());
  }

  private static Map<String, Set<String>> fields(String table) {
    var fields = new TreeMap<String, Set<String>>();
    table
        .lines()
        .map(line -> line.split("\\|", -1))
        .forEach(parts -> fields.put(parts[0], words(parts[1])));
    return fields;
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1)));
  }

  private static Set<String> names(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  @Test
  void everyAnswerHasItsMembersAndNamesTheKeyByItsArn() {
    assertThat(world.table().all().stream().map(RpcServed::name))
        .containsExactlyInAnyOrderElementsOf(FIELDS.keySet());
    FIELDS.forEach((operation, expected) -> {
      String request = new WholeRequests(fresh()).of(operation);
      KmsWorld.Answer answer = world.send(operation, request);
      assertThat(answer.status()).as(operation + " " + answer.body()).isEqualTo(200);
      if (expected.isEmpty()) {
        assertThat(answer.body()).as(operation).isEmpty();
        return;
      }
      JsonNode body = KmsWorld.tree(answer.body());
      assertThat(names(body)).as(operation).isEqualTo(expected);
      for (String key : List.of("KeyId", "SourceKeyId")) {
        if (body.has(key)) {
          assertThat(body.path(key).asString("")).as(operation).startsWith(ARN);
        }
      }
      if (body.has("Truncated")) {
        assertThat(body.path("Truncated").isBoolean()).as(operation).isTrue();
      }
    });
  }

  /** Another world, so that what one operation does is not in the way of the next. */
  private KmsWorld fresh() {
    world = world.another();
    return world;
  }

  private JsonNode metadata(String key) {
    return world.done("DescribeKey", of(key, "")).path("KeyMetadata");
  }

  private static String of(String key, String more) {
    return "{\"KeyId\":\"" + key + "\"" + more + "}";
  }

  private void has(JsonNode metadata, String fields, String state) {
    assertThat(names(metadata)).isEqualTo(words(fields));
    assertThat(metadata.path("KeyState").asString("")).isEqualTo(state);
    assertThat(metadata.path("Enabled").asBoolean()).isEqualTo(state.equals("Enabled"));
    assertThat(metadata.path("KeyId").asString("")).doesNotContain(":");
    assertThat(metadata.path("Arn").asString(""))
        .isEqualTo(ARN + metadata.path("KeyId").asString(""));
  }

  @Test
  void keysOfEveryKindHaveTheirMembers() {
    Map<String, String> kinds =
        Map.of(
            "{}",
            OF_SYMMETRIC,
            "{\"Origin\":\"EXTERNAL\"}",
            OF_EXTERNAL,
            "{\"KeySpec\":\"HMAC_256\",\"KeyUsage\":\"GENERATE_VERIFY_MAC\"}",
            OF_ANY_KEY + " MacAlgorithms",
            "{\"KeySpec\":\"ECC_NIST_P256\",\"KeyUsage\":\"SIGN_VERIFY\"}",
            OF_ANY_KEY + " SigningAlgorithms",
            "{\"MultiRegion\":true}",
            OF_SYMMETRIC + " MultiRegionConfiguration");
    kinds.forEach((request, fields) -> {
      JsonNode made = world.done("CreateKey", request).path("KeyMetadata");
      has(made, fields, request.contains("EXTERNAL") ? "PendingImport" : "Enabled");
      assertThat(metadata(made.path("KeyId").asString(""))).isEqualTo(made);
    });
  }

  @Test
  void aKeyOfManyRegionsIsThePrimaryWithoutReplicas() {
    JsonNode made = world.done("CreateKey", "{\"MultiRegion\":true}").path("KeyMetadata");
    assertThat(made.path("MultiRegionConfiguration"))
        .isEqualTo(
            KmsWorld.tree(
                "{\"MultiRegionKeyType\":\"PRIMARY\",\"PrimaryKey\":{\"Arn\":\"%s\",\"Region\":\"us-east-1\"},\"ReplicaKeys\":[]}"
                    .formatted(made.path("Arn").asString(""))));
  }

  @Test
  void whatAKeyGoesThroughShowsInItsMembers() {
    String key = world.newKey("{}");
    world.done("DisableKey", of(key, ""));
    has(metadata(key), OF_SYMMETRIC, "Disabled");
    JsonNode ends = world.done("ScheduleKeyDeletion", of(key, ",\"PendingWindowInDays\":7"));
    assertThat(ends.path("KeyState").asString("")).isEqualTo("PendingDeletion");
    has(metadata(key), OF_SYMMETRIC + " DeletionDate", "PendingDeletion");
    assertThat(metadata(key).path("DeletionDate")).isEqualTo(ends.path("DeletionDate"));
    world.done("CancelKeyDeletion", of(key, ""));
    has(metadata(key), OF_SYMMETRIC, "Disabled");
    world.done("EnableKey", of(key, ""));
    has(metadata(key), OF_SYMMETRIC, "Enabled");
  }

  @Test
  void importedMaterialShowsInTheMembersOfItsKey() {
    String request = new WholeRequests(world).of("ImportKeyMaterial");
    String key = KmsWorld.tree(request).path("KeyId").asString("");
    has(metadata(key), OF_EXTERNAL, "PendingImport");
    world.done("ImportKeyMaterial", request);
    has(metadata(key), OF_SYMMETRIC + " ExpirationModel", "Enabled");
    world.done("DeleteImportedKeyMaterial", of(key, ""));
    has(metadata(key), OF_SYMMETRIC, "PendingImport");
    String expiring =
        request.replace(
            "\"KEY_MATERIAL_DOES_NOT_EXPIRE\"",
            "\"KEY_MATERIAL_EXPIRES\",\"ValidTo\":1795539158.25");
    world.done("ImportKeyMaterial", expiring);
    has(metadata(key), OF_SYMMETRIC + " ExpirationModel ValidTo", "Enabled");
    assertThat(metadata(key).path("ValidTo").asDouble()).isEqualTo(1795539158.25);
  }

  @Test
  void rotationShowsItsPeriodAndDateOnlyWhenItIsOn() {
    String key = world.newKey("{}");
    world.done("EnableKeyRotation", of(key, ",\"RotationPeriodInDays\":180"));
    JsonNode on = world.done("GetKeyRotationStatus", of(key, ""));
    assertThat(names(on))
        .isEqualTo(words("KeyId KeyRotationEnabled NextRotationDate RotationPeriodInDays"));
    world.done("DisableKeyRotation", of(key, ""));
    assertThat(world.done("GetKeyRotationStatus", of(key, "")))
        .isEqualTo(KmsWorld.tree(of(key, ",\"KeyRotationEnabled\":false")));
  }

  @Test
  void whatIsListedHasItsMembers() {
    var requests = new WholeRequests(world);
    String key = requests.key();
    world.done("TagResource", requests.of("TagResource"));
    world.done("RotateKeyOnDemand", of(key, ""));
    world.done("CreateGrant", requests.of("CreateGrant"));
    items("ListKeys", "{}", "KeyArn KeyId");
    items(
        "ListAliases", of(key, ""), "AliasArn AliasName CreationDate LastUpdatedDate TargetKeyId");
    items("ListResourceTags", of(key, ""), "TagKey TagValue");
    items(
        "ListKeyRotations",
        of(key, ""),
        "KeyId KeyMaterialId KeyMaterialState RotationDate RotationType");
    items(
        "ListGrants",
        of(key, ""),
        "CreationDate GrantId GranteePrincipal IssuingAccount KeyId Operations");
    assertThat(world.done("ListKeyPolicies", of(key, "")))
        .isEqualTo(KmsWorld.tree("{\"PolicyNames\":[\"default\"],\"Truncated\":false}"));
  }

  private void items(String operation, String request, String fields) {
    JsonNode list = world.done(operation, request);
    JsonNode items =
        Stream.of("Keys", "Aliases", "Tags", "Rotations", "Grants")
            .filter(list::has)
            .map(list::path)
            .findFirst()
            .orElseThrow();
    assertThat(items).as(operation).isNotEmpty();
    items.forEach(item -> assertThat(names(item)).as(operation).isEqualTo(words(fields)));
  }
}
