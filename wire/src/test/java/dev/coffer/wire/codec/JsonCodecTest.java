package dev.coffer.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.wire.admin.CreateAccount;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.admin.ListAccounts;
import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.rpc.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON into operations and answers into JSON, for the key service and the administration. */
class JsonCodecTest {
  private static final String ID = "6a9d1c1e-0000-4000-8000-000000000001";

  enum Algorithm {
    SYMMETRIC_DEFAULT,
    RSAES_OAEP_SHA_256
  }

  @Rpc(service = Rpc.Service.KMS, action = "kms:Encrypt")
  record Encrypt(
      @Length(min = 1, max = 2048) String keyId,
      @Sensitive @Length(min = 1, max = 4) Blob plaintext,
      @Nullable Map<String, String> encryptionContext,
      @Length(max = 2) @Nullable List<@Length(min = 1, max = 3) String> grantTokens,
      @Nullable Algorithm encryptionAlgorithm,
      @Nullable Boolean dryRun)
      implements Operation<Encrypt.Output> {
    record Output(Blob ciphertextBlob, String keyId, @Nullable Instant date, List<String> names) {}
  }

  @Rpc(service = Rpc.Service.KMS, action = "kms:GenerateDataKey")
  record GenerateDataKey(String keyId, @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes)
      implements Operation<EnableKey.Output> {}

  @Rpc(service = Rpc.Service.KMS, action = "kms:EnableKey")
  record EnableKey(String keyId) implements Operation<EnableKey.Output> {
    record Output() {}
  }

  @Rpc(service = Rpc.Service.KMS, action = "kms:ImportKeyMaterial")
  record ImportKeyMaterial(@Nullable Instant validTo, @Nullable Blob importToken)
      implements Operation<EnableKey.Output> {}

  @Rpc(service = Rpc.Service.KMS, action = "kms:CreateGrant")
  record CreateGrant(List<Algorithm> operations) implements Operation<EnableKey.Output> {}

  @Rpc(service = Rpc.Service.KMS, action = "kms:TagResource")
  record TagResource(String keyId, List<Tag> tags) implements Operation<EnableKey.Output> {}

  record Tag(@Length(min = 1, max = 128) String tagKey, @Length(max = 256) String tagValue) {}

  private static Request request(String target) {
    return new Request(
        "POST",
        "/",
        null,
        Headers.of("Host", "localhost", "X-Amz-Target", target),
        Body.empty(),
        Request.Peer.LOCAL);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <O extends Operation<?>> O decode(Class<O> type, String json) {
    boolean admin = type.getAnnotation(Rpc.class).service() == Rpc.Service.ADMIN;
    JsonCodec codec = admin ? JsonCodec.admin() : JsonCodec.kms();
    return codec.decode(type, codec.read(request(codec.target(type)), utf8(json)));
  }

  private static RpcException refusal(Class<? extends Operation<?>> type, String json) {
    return catchThrowableOfType(RpcException.class, () -> decode(type, json));
  }

  private static String text(Response response) throws IOException {
    return new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void membersAreReadByName() {
    Encrypt encrypt =
        decode(
            Encrypt.class,
            "{\"KeyId\":\"k\",\"Plaintext\":\"AQI=\",\"EncryptionContext\":{\"b\":\"1\",\"a\":\"2\"},"
                + "\"GrantTokens\":[\"t\"],\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\","
                + "\"DryRun\":true}");
    assertThat(encrypt)
        .isEqualTo(
            new Encrypt(
                "k",
                Blob.of(new byte[] {1, 2}),
                Map.of("b", "1", "a", "2"),
                List.of("t"),
                Algorithm.SYMMETRIC_DEFAULT,
                true));
    assertThat(encrypt.encryptionContext())
        .containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
  }

  @Test
  void nullIsAbsentAndNothingIsAnEmptyObject() {
    assertThat(decode(GenerateDataKey.class, "{\"KeyId\":\"k\",\"NumberOfBytes\":null}"))
        .isEqualTo(new GenerateDataKey("k", null));
    assertThat(decode(ImportKeyMaterial.class, "")).isEqualTo(new ImportKeyMaterial(null, null));
  }

  /** A context that lost a pair would be another one, and a grant be wider than was asked for. */
  @Test
  void nullIsNoValueOfAPair() {
    RpcException refusal =
        refusal(
            Encrypt.class,
            "{\"KeyId\":\"k\",\"Plaintext\":\"AQI=\",\"EncryptionContext\":{\"a\":\"b\",\"c\":null}}");
    assertThat(refusal.code()).isEqualTo("SerializationException");
    assertThat(refusal.text()).isEqualTo("NULL_VALUE cannot be converted to String");
    assertThat(
            decode(
                    Encrypt.class,
                    "{\"KeyId\":\"k\",\"Plaintext\":\"AQI=\",\"EncryptionContext\":null}")
                .encryptionContext())
        .isNull();
  }

  @Test
  void aCallIsPosted() {
    Request posted = request("TrentService.EnableKey");
    var got = new Request("GET", "/", null, posted.headers(), Body.empty(), Request.Peer.LOCAL);
    assertThatThrownBy(() -> JsonCodec.kms().read(got, utf8("{\"KeyId\":\"k\"}")))
        .isInstanceOfSatisfying(
            RpcException.class,
            refusal -> assertThat(refusal.code()).isEqualTo("UnknownOperationException"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"KeyId\":1} | NUMBER_VALUE cannot be converted to String",
        "{\"KeyId\":1.5} | DECIMAL_VALUE cannot be converted to String",
        "{\"KeyId\":true} | TRUE_VALUE cannot be converted to String",
        "{\"KeyId\":[]} | Start of list found where not expected",
        "{\"KeyId\":{}} | Start of structure or map found where not expected.",
        "{\"KeyId\":\"k\",\"NumberOfBytes\":\"32\"} | STRING_VALUE cannot be converted to Integer",
        "{\"KeyId\":\"k\",\"NumberOfBytes\":32.5} | DECIMAL_VALUE cannot be converted to Integer",
        "{\"KeyId\":\"k\",\"NumberOfBytes\":3e1} | DECIMAL_VALUE cannot be converted to Integer",
        "{\"KeyId\":\"k\",\"NumberOfBytes\":5000000000} | NUMBER_VALUE cannot be converted to Integer",
      })
  void wrongTypesAreRefusedAtOnce(String json, String text) {
    RpcException refusal = refusal(GenerateDataKey.class, json);
    assertThat(refusal.code()).isEqualTo("SerializationException");
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "null",
        "{",
        "{\"KeyId\":\"k\"",
        "{\"KeyId\":\"k\"}{}",
        "{\"KeyId\":\"k\",\"KeyId\":\"k\"}",
        "{\"KeyId\":\"k\",\"KeyId\":null}",
        "{'KeyId':'k'}",
        "{KeyId:\"k\"}",
        "{\"KeyId\":\"k\",}",
        "{\"KeyId\":\"\\ud800\"}",
        "{\"KeyId\":\"k\",\"\\udc00\":1}",
        "{\"KeyId\":\"k\"} // comment",
        "{\"KeyId\":NaN}",
        "{\"KeyId\":\"a\nb\"}",
      })
  void whatIsNoJsonObjectIsRefused(String json) {
    assertThat(refusal(GenerateDataKey.class, json).code()).isEqualTo("SerializationException");
  }

  @Test
  void depthIsLimited() {
    String deep = "{\"KeyId\":" + "[".repeat(100_000);
    assertThat(refusal(GenerateDataKey.class, deep).code()).isEqualTo("SerializationException");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin = "{\"KeyId\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] wide = "{\"KeyId\":\"k\"}".getBytes(StandardCharsets.UTF_16);
    JsonCodec kms = JsonCodec.kms();
    for (byte[] body : List.of(latin, wide)) {
      Invocation invocation = kms.read(request("TrentService.GenerateDataKey"), body);
      assertThatThrownBy(() -> kms.decode(GenerateDataKey.class, invocation))
          .isInstanceOf(RpcException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQI", "AQI=\\n", "AQJ=", "-_-_", "A", "AQ==AQ==", " AQI=", "AQI%3D"})
  void onlyStandardBase64WithPaddingIsABlob(String text) {
    RpcException refusal =
        refusal(Encrypt.class, "{\"KeyId\":\"k\",\"Plaintext\":\"" + text + "\"}");
    assertThat(refusal.code()).isEqualTo("SerializationException");
  }

  @ParameterizedTest
  @CsvSource({
    "1795452158, 2026-11-23T16:42:38Z",
    "1795452158.49, 2026-11-23T16:42:38.490Z",
    "1.795452158E9, 2026-11-23T16:42:38Z",
    "0, 1970-01-01T00:00:00Z",
  })
  void instantsAreSecondsAsNumbers(String number, Instant time) {
    assertThat(decode(ImportKeyMaterial.class, "{\"ValidTo\":" + number + "}").validTo())
        .isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2026-11-23T16:02:38Z\"",
        "1e99",
        "1e999999999",
        "1e9999999999",
        "1e-9999999999",
        "-1",
        "1e-999999999"
      })
  void otherInstantsAreRefused(String json) {
    assertThat(refusal(ImportKeyMaterial.class, "{\"ValidTo\":" + json + "}").code())
        .isEqualTo("SerializationException");
  }

  @Test
  void brokenConstraintsAreToldTogetherAndSecretsLeftOut() {
    RpcException refusal =
        refusal(
            Encrypt.class,
            "{\"Plaintext\":\"c2VjcmV0\",\"GrantTokens\":[\"good\",\"\"],"
                + "\"EncryptionAlgorithm\":\"ROT13\"}");
    assertThat(refusal.code()).isEqualTo("ValidationException");
    assertThat(refusal.text())
        .isEqualTo(
            "4 validation errors detected: Value null at 'keyId' failed to satisfy constraint:"
                + " Member must not be null; Value at 'plaintext' failed to satisfy constraint:"
                + " Member must have length less than or equal to 4; Value '[good, ]' at"
                + " 'grantTokens' failed to satisfy constraint: Member must satisfy constraint:"
                + " [Member must have length less than or equal to 3, Member must have length"
                + " greater than or equal to 1]; Value 'ROT13' at 'encryptionAlgorithm' failed to"
                + " satisfy constraint: Member must satisfy enum value set: [SYMMETRIC_DEFAULT,"
                + " RSAES_OAEP_SHA_256]");
  }

  @Test
  void constraintsOfNumbersAndOfItemsHaveAmazonsPaths() {
    assertThat(refusal(GenerateDataKey.class, "{\"KeyId\":\"k\",\"NumberOfBytes\":2048}").text())
        .isEqualTo(
            "1 validation error detected: Value '2048' at 'numberOfBytes' failed to satisfy"
                + " constraint: Member must have value less than or equal to 1024");
    String longKey = "t".repeat(129);
    assertThat(
            refusal(
                    TagResource.class,
                    "{\"KeyId\":\"k\",\"Tags\":[{\"TagKey\":\""
                        + longKey
                        + "\",\"TagValue\":\"v\"}]}")
                .text())
        .isEqualTo(
            "1 validation error detected: Value '"
                + longKey
                + "' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have"
                + " length less than or equal to 128");
  }

  @Test
  void namesInAListAreToldWithTheWholeList() {
    assertThat(refusal(CreateGrant.class, "{\"Operations\":[\"SYMMETRIC_DEFAULT\",\"X\"]}").text())
        .isEqualTo(
            "1 validation error detected: Value '[SYMMETRIC_DEFAULT, X]' at 'operations' failed to"
                + " satisfy constraint: Member must satisfy constraint: [Member must satisfy enum"
                + " value set: [SYMMETRIC_DEFAULT, RSAES_OAEP_SHA_256]]");
  }

  @Test
  void whatAmazonKnowsAndTheRecordDoesNotBindIsRefusedByName() {
    RpcException refusal =
        refusal(GenerateDataKey.class, "{\"KeyId\":\"k\",\"Recipient\":{\"X\":1}}");
    assertThat(refusal.code()).isEqualTo("UnsupportedOperationException");
    assertThat(refusal.text()).contains("Recipient", "GenerateDataKey");
    assertThat(refusal(GenerateDataKey.class, "{\"KeyId\":\"k\",\"DryRun\":true}").text())
        .contains("DryRun");
  }

  @Test
  void whatAsksForNothingIsLeftAside() {
    GenerateDataKey plain = new GenerateDataKey("k", null);
    assertThat(decode(GenerateDataKey.class, "{\"KeyId\":\"k\",\"DryRun\":false}"))
        .isEqualTo(plain);
    assertThat(decode(GenerateDataKey.class, "{\"KeyId\":\"k\",\"Fresh\":{\"a\":[1]}}"))
        .isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TrentService.Fly",
        "TrentService.",
        "TrentService.Encrypt ",
        "TrentService.encrypt",
        "CofferAdmin.Encrypt",
        "Encrypt",
      })
  void unknownOperationsAreRefused(String target) {
    RpcException refusal =
        catchThrowableOfType(
            RpcException.class, () -> JsonCodec.kms().read(request(target), new byte[0]));
    assertThat(refusal.code()).isEqualTo("UnknownOperationException");
    assertThat(refusal.status()).isEqualTo(400);
  }

  @Test
  void allOperationsOfTheKeyServiceAreKnown() {
    List<RpcFacts.Operation> all = RpcFacts.of(Rpc.Service.KMS).operations();
    assertThat(all).hasSize(56);
    for (RpcFacts.Operation operation : all) {
      Invocation invocation =
          JsonCodec.kms().read(request("TrentService." + operation.name()), new byte[0]);
      RpcException refusal = JsonCodec.kms().unserved(invocation);
      assertThat(refusal.code()).isEqualTo("UnsupportedOperationException");
      assertThat(refusal.status()).isEqualTo(400);
    }
  }

  @Test
  void answersAreWrittenWithoutWhatIsNull() throws IOException {
    var output =
        new Encrypt.Output(
            Blob.of(new byte[] {1, 2, 3, -1}),
            "k",
            Instant.parse("2026-11-23T16:42:38.490Z"),
            List.of());
    Response response = JsonCodec.kms().answer("Encrypt", output, ID);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).hasValue("application/x-amz-json-1.1");
    assertThat(response.headers().first("x-amzn-RequestId")).hasValue(ID);
    assertThat(text(response))
        .isEqualTo(
            "{\"CiphertextBlob\":\"AQID/w==\",\"KeyId\":\"k\",\"Date\":1795452158.49,\"Names\":[]}");
    assertThat(
            text(
                JsonCodec.kms()
                    .answer(
                        "Encrypt",
                        new Encrypt.Output(Blob.of(new byte[0]), "k", null, List.of()),
                        ID)))
        .isEqualTo("{\"CiphertextBlob\":\"\",\"KeyId\":\"k\",\"Names\":[]}");
  }

  @Test
  void anOperationWithoutOutputHasAnEmptyBody() throws IOException {
    Response response = JsonCodec.kms().answer("EnableKey", new EnableKey.Output(), ID);
    assertThat(text(response)).isEmpty();
    assertThat(response.headers().first("Content-Type")).hasValue("application/x-amz-json-1.1");
  }

  @Test
  void aRefusalMayHaveNoMessage() throws IOException {
    Response silent = JsonCodec.kms().refusal(KmsError.InvalidCiphertextException.refusal(), ID);
    assertThat(silent.status()).isEqualTo(400);
    assertThat(text(silent)).isEqualTo("{\"__type\":\"InvalidCiphertextException\"}");
    Response speaking = JsonCodec.kms().refusal(KmsError.NotFoundException.because("No \"x\""), ID);
    assertThat(text(speaking))
        .isEqualTo("{\"__type\":\"NotFoundException\",\"message\":\"No \\\"x\\\"\"}");
    assertThat(speaking.headers().first("x-amzn-ErrorType")).hasValue("NotFoundException");
  }

  @Test
  void theAdministrationUsesNamesAsTheyAreAndRefusesOthers() throws IOException {
    assertThat(decode(CreateAccount.class, "{\"name\":\"Ops\"}"))
        .isEqualTo(new CreateAccount("Ops"));
    assertThat(refusal(CreateAccount.class, "{\"Name\":\"Ops\"}").code())
        .isEqualTo("ValidationException");
    assertThat(refusal(CreateAccount.class, "{\"name\":\"\"}").text())
        .contains("'name' failed to satisfy constraint");
    var page = new ListAccounts.Output(List.of(new ListAccounts.Entry("0".repeat(12), "a")), null);
    assertThat(text(JsonCodec.admin().answer("ListAccounts", page, ID)))
        .isEqualTo("{\"accounts\":[{\"account\":\"000000000000\",\"name\":\"a\"}]}");
  }

  @Test
  void aClientWritesRequestsAndReadsAnswers() {
    JsonCodec admin = JsonCodec.admin();
    var asked = new ExplainAccess("arn", "s3:PutObject", "*", Map.of("aws:SourceIp", "::1"));
    assertThat(admin.target(ExplainAccess.class)).isEqualTo("CofferAdmin.ExplainAccess");
    assertThat(decode(ExplainAccess.class, new String(admin.encode(asked), StandardCharsets.UTF_8)))
        .isEqualTo(asked);
    assertThat(
            admin.decodeAnswer(
                ExplainAccess.Output.class, utf8("{\"decision\":\"Allow\",\"newer\":1}")))
        .isEqualTo(new ExplainAccess.Output("Allow", null, null));
    assertThatThrownBy(() -> admin.decodeAnswer(ExplainAccess.Output.class, utf8("{}")))
        .isInstanceOf(MalformedMessage.class);
    assertThatThrownBy(
            () -> admin.decodeAnswer(ExplainAccess.Output.class, utf8("{\"decision\":1}")))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void aClientReadsRefusalsInEitherForm() {
    RpcException refusal =
        JsonCodec.kms()
            .decodeRefusal(
                400, utf8("{\"__type\":\"com.amazon#DisabledException\",\"message\":\"m\"}"));
    assertThat(refusal.code()).isEqualTo("DisabledException");
    assertThat(refusal.text()).isEqualTo("m");
    assertThat(JsonCodec.kms().decodeRefusal(502, utf8("<html>")).status()).isEqualTo(502);
  }
}
