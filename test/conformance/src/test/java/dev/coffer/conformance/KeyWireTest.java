package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key service's protocol as it travels: statuses, headers, bodies, and what is malformed. */
@ExtendWith(SharedServer.class)
class KeyWireTest {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String MISSING = "1234abcd-12ab-34cd-56ef-1234567890ab";

  private final NamedCalls calls;
  private final String account;

  KeyWireTest(StartedServer server) {
    this.calls = NamedCalls.of(server);
    this.account = server.account();
  }

  private String freshKey() {
    String body = calls.kms("CreateKey", "{}").is(200).body();
    return body.replaceAll(".*\"KeyId\":\"([^\"]+)\".*", "$1");
  }

  private String arn(String id) {
    return "arn:aws:kms:us-east-1:" + account + ":key/" + id;
  }

  private static void refused(Answer answer, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"__type\":\"" + code + "\"");
    assertThat(answer.header("x-amzn-ErrorType")).isEqualTo(code);
    assertThat(answer.header("x-amzn-RequestId")).matches(UUID);
    assertThat(answer.header("Content-Type")).isEqualTo(JsonCodec.CONTENT_TYPE);
  }

  private static void refused(Answer answer, String code, String text) {
    refused(answer, code);
    assertThat(answer.body())
        .isEqualTo(
            "{\"__type\":\"" + code + "\",\"message\":\"" + text.replace("\"", "\\\"") + "\"}");
  }

  @Test
  void whatSucceedsSaysSoInAmazonsForm() {
    Answer answer = calls.kms("GenerateRandom", "{\"NumberOfBytes\":8}").is(200);
    assertThat(answer.header("Content-Type")).isEqualTo(JsonCodec.CONTENT_TYPE);
    assertThat(answer.header("x-amzn-RequestId")).matches(UUID);
    assertThat(answer.body()).matches("\\{\"Plaintext\":\"[A-Za-z0-9+/]{11}=\"}");
  }

  @Test
  void operationsWithoutAnswerHaveAnEmptyBody() {
    String key = freshKey();
    String alias = Keys.freshAlias();
    String of = "{\"KeyId\":\"" + key + "\"";
    String named = "{\"AliasName\":\"" + alias + "\"";
    empty("CreateAlias", named + ",\"TargetKeyId\":\"" + key + "\"}");
    empty("UpdateAlias", named + ",\"TargetKeyId\":\"" + key + "\"}");
    empty("DeleteAlias", named + "}");
    empty("DisableKey", of + "}");
    empty("EnableKey", of + "}");
    empty("EnableKeyRotation", of + "}");
    empty("DisableKeyRotation", of + "}");
    empty("UpdateKeyDescription", of + ",\"Description\":\"\"}");
    empty("TagResource", of + ",\"Tags\":[{\"TagKey\":\"a\",\"TagValue\":\"b\"}]}");
    empty("UntagResource", of + ",\"TagKeys\":[\"a\"]}");
  }

  private void empty(String operation, String json) {
    Answer answer = calls.kms(operation, json).is(200);
    assertThat(answer.body()).as(operation).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("0");
  }

  @Test
  void timesAreSecondsAsNumbers() {
    assertThat(calls.kms("CreateKey", "{}").is(200).body())
        .containsPattern("\"CreationDate\":[0-9]{10}(\\.[0-9]{1,3})?[,}]");
  }

  /** Those that are never answered otherwise, by design. */
  private static final Set<String> UNSERVED =
      Set.of(
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
  void everyOperationThatIsNotServedIsRefusedByName() {
    for (String operation : UNSERVED) {
      refused(
          calls.kms(operation, "{}"),
          "UnsupportedOperationException",
          "The operation " + operation + " is not implemented");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TrentService.Fly", "TrentService.", "TrentService.createKey"})
  void whatIsNoOperationIsUnknown(String target) {
    refused(calls.target(target, new byte[] {'{', '}'}), "UnknownOperationException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CreateKey|[]",
        "CreateKey|{",
        "CreateKey|{\"Description\":1}",
        "CreateKey|{\"Tags\":{}}",
        "CreateKey|{\"MultiRegion\":\"true\"}",
        "Encrypt|{\"KeyId\":\"k\",\"Plaintext\":\"***\"}",
        "Encrypt|{\"KeyId\":\"k\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":{\"a\":1}}",
        "Encrypt|{\"KeyId\":\"k\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":[]}",
        "GenerateRandom|{\"NumberOfBytes\":\"32\"}",
        "GenerateRandom|{\"NumberOfBytes\":1.5}",
      })
  void wrongTypesDoNotDecode(String operation, String json) {
    refused(calls.kms(operation, json), "SerializationException");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DescribeKey|{}|1 validation error detected: Value null at 'keyId' failed to satisfy"
            + " constraint: Member must not be null",
        "GenerateDataKey|{\"KeyId\":\"k\",\"NumberOfBytes\":0}|1 validation error detected: Value"
            + " '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater"
            + " than or equal to 1",
        "GenerateRandom|{\"NumberOfBytes\":1025}|1 validation error detected: Value '1025' at"
            + " 'numberOfBytes' failed to satisfy constraint: Member must have value less than or"
            + " equal to 1024",
        "GenerateRandom|{}|NumberOfBytes is required.",
      })
  void constraintsAreSaidInAmazonsWords(String operation, String json, String text) {
    refused(calls.kms(operation, json), "ValidationException", text);
  }

  @Test
  void aPlaintextThatIsTooLargeIsNotRepeated() {
    String large = Base64.getEncoder().encodeToString(new byte[4097]);
    refused(
        calls.kms("Encrypt", "{\"KeyId\":\"k\",\"Plaintext\":\"" + large + "\"}"),
        "ValidationException",
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member"
            + " must have length less than or equal to 4096");
  }

  @Test
  void aContextHasALimit() {
    String json =
        "{\"KeyId\":\"%s\",\"Plaintext\":\"YQ==\",\"EncryptionContext\":{\"a\":\"%s\"}}"
            .formatted(freshKey(), "x".repeat(8192));
    refused(calls.kms("Encrypt", json), "ValidationException");
  }

  @Test
  void aBodyHasALimit() {
    byte[] body =
        ("{\"Description\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(calls.kms("CreateKey", body).status()).isEqualTo(413);
  }

  @Test
  void membersThatNobodyKnowsAreLeftAsideAndThoseWeDoNotServeAreRefused() {
    assertThat(calls.kms("GenerateRandom", "{\"NumberOfBytes\":1,\"Colour\":\"red\"}").status())
        .isEqualTo(200);
    refused(
        calls.kms(
            "GenerateRandom",
            "{\"NumberOfBytes\":1,\"Recipient\":{\"KeyEncryptionAlgorithm\":"
                + "\"RSAES_OAEP_SHA_256\",\"AttestationDocument\":\"YQ==\"}}"),
        "UnsupportedOperationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake-key-id", "mrk-fake-key-id", "1234abcd12ab34cd56ef1234567890ab"})
  void whatIsNoKeyIdIsSaid(String id) {
    refused(
        calls.kms("DescribeKey", "{\"KeyId\":\"" + id + "\"}"),
        "NotFoundException",
        "Invalid keyId '" + id + "'");
  }

  @Test
  void aKeyThatIsNotThereIsNamedInFull() {
    for (String name : new String[] {MISSING, arn(MISSING)}) {
      refused(
          calls.kms("DescribeKey", "{\"KeyId\":\"" + name + "\"}"),
          "NotFoundException",
          "Key '" + arn(MISSING) + "' does not exist");
    }
    refused(
        calls.kms(
            "DescribeKey", "{\"KeyId\":\"" + arn(MISSING).replace("east-1", "west-2") + "\"}"),
        "NotFoundException",
        "Invalid arn us-west-2");
  }

  @Test
  void keysOfAnotherAccountLookTheSameWhetherTheyAreThereOrNot() {
    String foreign = "arn:aws:kms:us-east-1:999999999999:key/" + MISSING;
    refused(calls.kms("DescribeKey", "{\"KeyId\":\"" + foreign + "\"}"), "AccessDeniedException");
  }

  @Test
  void aSignatureForAnotherServiceOpensNothing() {
    var forS3 = calls.raw().send("POST", "/", "{}", "X-Amz-Target", "TrentService.ListKeys");
    assertThat(forS3.status()).isEqualTo(400);
    assertThat(forS3.body()).contains("__type").doesNotContain("Keys\":");
    var anonymous =
        calls.raw().anonymous("POST", "/", "{}", "X-Amz-Target", "TrentService.ListKeys");
    refused(anonymous, "MissingAuthenticationTokenException");
  }
}
