package dev.coffer.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.audit.AuditEvent;
import dev.coffer.kms.custody.FirstSecret;
import dev.coffer.kms.custody.RootKeyFile;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.server.table.RpcServed;
import dev.coffer.storage.kv.Entry;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.JsonCodec;
import dev.coffer.wire.codec.RpcFacts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every operation of the key service's model over the wire, with requests that are spoiled in every
 * way the model knows: what is said of them is Amazon's, and nothing is changed.
 */
class KmsBadInputTest {
  private static final RpcFacts FACTS = RpcFacts.of(Rpc.Service.KMS);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path folder;
  private static @Nullable StoreRootKey root;

  @BeforeAll
  static void makeRoot() {
    root = RootKeyFile.create(folder, new FirstSecret.KeyFile(), Entropy.system()).root();
  }

  private static KmsWorld world() {
    StoreRootKey made = root;
    if (made == null) {
      throw new IllegalStateException("not begun");
    }
    return new KmsWorld(made);
  }

  static List<String> served() {
    return FACTS.operations().stream()
        .map(RpcFacts.Operation::name)
        .filter(name -> !UNSERVED.contains(name))
        .toList();
  }

  /** By design (spec/kms.md §2): custom key stores, other Regions, pairs of data keys, and more. */
  static final List<String> UNSERVED =
      List.of(
          "ConnectCustomKeyStore",
          "CreateCustomKeyStore",
          "Decapsulate",
          "DeleteCustomKeyStore",
          "DeriveSharedSecret",
          "DescribeCustomKeyStores",
          "DisconnectCustomKeyStore",
          "Encapsulate",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "ReplicateKey",
          "UpdateCustomKeyStore",
          "UpdatePrimaryRegion");

  @Test
  void everyOperationOfTheModelIsRouted() {
    KmsWorld world = world();
    assertThat(FACTS.operations()).hasSize(56);
    assertThat(world.table().all().stream().map(RpcServed::name))
        .containsExactlyInAnyOrderElementsOf(served());
    for (RpcFacts.Operation operation : FACTS.operations()) {
      KmsWorld.Answer answer = world.send(operation.name(), "{}");
      assertThat(answer.body()).as(operation.name()).doesNotContain("UnknownOperationException");
      assertThat(answer.body().contains("is not implemented"))
          .as(operation.name())
          .isEqualTo(UNSERVED.contains(operation.name()));
    }
  }

  static List<String> unserved() {
    return UNSERVED;
  }

  @ParameterizedTest
  @MethodSource("unserved")
  void whatIsNotServedIsRefusedByNameWhateverItSays(String operation) {
    KmsWorld world = world();
    List<Entry> before = world.rows();
    for (String json : List.of("{}", "{\"KeyId\":\"k\"}", "{\"KeyId\":1}")) {
      refused(
          world,
          operation,
          new Spoiled(
              json,
              json,
              "UnsupportedOperationException",
              "The operation " + operation + " is not implemented"));
    }
    assertThat(world.rows()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("served")
  void aWholeRequestIsDoneAndWhatNobodyKnowsIsLeftAside(String operation) {
    KmsWorld world = world();
    String whole = new WholeRequests(world).of(operation);
    String more = whole.equals("{}") ? "" : "," + whole.substring(1, whole.length() - 1);
    world.done(operation, "{\"Colour\":{\"deep\":[1,null,{}]},\"keyid\":7" + more + "}");
  }

  @ParameterizedTest
  @MethodSource("served")
  void aSpoiledRequestIsRefusedInAmazonsWordsAndChangesNothing(String operation) {
    KmsWorld world = world();
    String whole = new WholeRequests(world).of(operation);
    var spoiling = new Spoiling(FACTS.find(operation).orElseThrow(), whole);
    List<Entry> before = world.rows();
    List<Spoiled> all = spoiling.all();
    assertThat(all).hasSizeGreaterThan(3 * FACTS.find(operation).orElseThrow().input().size());
    all.forEach(spoiled -> refused(world, operation, spoiled));
    for (String json : List.of("[]", "1", "\"x\"", "{", whole + "x", "{\"a\":1,\"a\":2}")) {
      KmsWorld.Answer answer = world.send(operation, json);
      assertThat(answer.body())
          .startsWith("{\"__type\":\"SerializationException\",\"message\":\"The request is not ");
    }
    assertThat(world.rows()).isEqualTo(before);
    world.done(operation, whole); // so it was the fault that was refused
  }

  static List<String> demanding() {
    return served().stream().filter(name -> !ofNothing(name).isEmpty()).toList();
  }

  private static List<String> ofNothing(String operation) {
    return new Spoiling(FACTS.find(operation).orElseThrow(), "{}").ofNothing();
  }

  @ParameterizedTest
  @MethodSource("demanding")
  void allThatIsMissingIsToldAtOnce(String operation) {
    KmsWorld.Answer answer = world().send(operation, "{}");
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("__type").asString("")).isEqualTo("ValidationException");
    String[] told = body.path("message").asString("").split(" detected: ", 2);
    List<String> items = ofNothing(operation);
    assertThat(told[0])
        .isEqualTo(items.size() + (items.size() == 1 ? " validation error" : " validation errors"));
    assertThat(told[1].split("; ", -1)).containsExactlyInAnyOrderElementsOf(items);
  }

  /** The model does not limit these lists, but a request may not be larger than a mebibyte. */
  @Test
  void listsOfAnyLengthAreTakenOrRefusedAndNeverAFailure() {
    KmsWorld world = world();
    var requests = new WholeRequests(world);
    String many = "\"Decrypt\"" + ",\"Decrypt\"".repeat(100_000);
    String grant = requests.of("CreateGrant").replace("\"Decrypt\"", many);
    world.done("CreateGrant", grant);
    String key = "{\"KeyId\":\"" + requests.key() + "\"";
    assertThat(world.done("ListGrants", key + "}").path("Grants").get(0).path("Operations"))
        .as("each of them once")
        .hasSize(1);
    String keys = "\"a\"" + ",\"a\"".repeat(200_000);
    world.done("UntagResource", key + ",\"TagKeys\":[" + keys + "]}");
    String tag = "{\"TagKey\":\"a\",\"TagValue\":\"b\"}";
    String tags = key + ",\"Tags\":[" + tag + ("," + tag).repeat(25_000) + "]}";
    KmsWorld.Answer answer = world.send("TagResource", tags);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("TagException");
  }

  private static void refused(KmsWorld world, String operation, Spoiled spoiled) {
    String what = operation + " with " + spoiled.what();
    int events = world.events.size();
    KmsWorld.Answer answer = world.send(operation, spoiled.json());
    assertThat(answer.status()).as(what + ": " + answer.body()).isEqualTo(400);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("__type").asString("")).as(what).isEqualTo(spoiled.code());
    assertThat(body.propertyNames()).as(what).containsExactly("__type", "message");
    String message = body.path("message").asString("");
    assertThat(spoiled.saidBy(message))
        .as(what + " says <" + message + "> and not <" + spoiled.text() + ">")
        .isTrue();
    assertThat(answer.headers().first("x-amzn-ErrorType")).hasValue(spoiled.code());
    assertThat(answer.headers().first("Content-Type")).hasValue(JsonCodec.CONTENT_TYPE);
    List<AuditEvent> written = world.events.subList(events, world.events.size());
    assertThat(written).as(what).hasSize(1);
    assertThat(written.getFirst().errorCode()).as(what).isEqualTo(spoiled.code());
  }
}
