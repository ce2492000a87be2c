package dev.coffer.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a running server writes into its audit logs, and what it does not. */
class AuditTest extends LiveServer {
  private static final String PLAIN = "canary-of-plaintexts-4e1fd6a0";
  private static final String MATERIAL = "canary-of-imported-material-32by";
  private static final String CUSTOMER = "canary-of-a-customer's-key-32byt";
  private static final String BODY = "canary-of-bodies-6630ab51";

  private final List<String> secrets = new ArrayList<>();

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static JsonNode kms(String operation, String json) throws Exception {
    return kms(Keys.root(), operation, json);
  }

  /** A member of an answer that no log may hold. */
  private String secret(JsonNode answer, String member) {
    String value = answer.path(member).asString("");
    assertThat(value).as(member).isNotEmpty();
    secrets.add(value);
    return value;
  }

  private static String newKey(String json) throws Exception {
    return kms("CreateKey", json).path("KeyMetadata").path("Arn").asString("");
  }

  private static String lines(String stream) throws IOException {
    var all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("data/audit"))) {
      for (Path file : files.sorted().toList()) {
        if (String.valueOf(file.getFileName()).startsWith(stream)) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** The event of an operation on something, which may be gathered still. */
  private static JsonNode event(String stream, String operation, String about) throws IOException {
    while (true) {
      for (String line : lines(stream).split("\n", -1)) {
        if (line.contains("\"eventName\":\"" + operation + "\"") && line.contains(about)) {
          return new JsonMapper().readTree(line);
        }
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void everyCallOfTheKeyServiceIsWrittenDownWithoutItsSecrets() throws Exception {
    secrets.addAll(List.of(PLAIN, MATERIAL, base64(PLAIN), base64(MATERIAL)));
    encrypt(newKey("{}"));
    authenticate(newKey("{\"KeyUsage\":\"GENERATE_VERIFY_MAC\",\"KeySpec\":\"HMAC_256\"}"));
    importMaterial(newKey("{\"Origin\":\"EXTERNAL\"}"));
    String all = lines("kms");
    for (String operation :
        List.of(
            "CreateKey",
            "Encrypt",
            "Decrypt",
            "ReEncrypt",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateRandom",
            "CreateGrant",
            "GenerateMac",
            "VerifyMac",
            "GetParametersForImport",
            "ImportKeyMaterial")) {
      assertThat(all).contains("\"eventName\":\"" + operation + "\"");
    }
    assertThat(all).contains("\"encryptionContext\":{\"purpose\":\"a test\"}");
    for (String secret : secrets) {
      assertThat(all).doesNotContain(secret);
      if (secret.matches("[A-Za-z0-9+/]+=*") && secret.length() % 4 == 0) {
        byte[] decoded = Base64.getDecoder().decode(secret);
        assertThat(all).doesNotContain(HexFormat.of().formatHex(decoded));
      }
    }
    assertThat(verify().path("intact").asBoolean(false)).isTrue();
  }

  private void encrypt(String key) throws Exception {
    String about = "{\"KeyId\":\"" + key + "\",\"EncryptionContext\":{\"purpose\":\"a test\"},";
    JsonNode sealed = kms("Encrypt", about + "\"Plaintext\":\"" + base64(PLAIN) + "\"}");
    String blob = secret(sealed, "CiphertextBlob");
    String context = "\"EncryptionContext\":{\"purpose\":\"a test\"}";
    kms("Decrypt", "{\"CiphertextBlob\":\"" + blob + "\"," + context + "}");
    String source = "\"SourceEncryptionContext\":{\"purpose\":\"a test\"}";
    JsonNode again =
        kms(
            "ReEncrypt",
            "{\"CiphertextBlob\":\"%s\",%s,\"DestinationKeyId\":\"%s\"}"
                .formatted(blob, source, key));
    secret(again, "CiphertextBlob");
    JsonNode both = kms("GenerateDataKey", about + "\"KeySpec\":\"AES_256\"}");
    secret(both, "Plaintext");
    secret(both, "CiphertextBlob");
    JsonNode one = kms("GenerateDataKeyWithoutPlaintext", about + "\"KeySpec\":\"AES_256\"}");
    secret(one, "CiphertextBlob");
    secret(kms("GenerateRandom", "{\"NumberOfBytes\":32}"), "Plaintext");
    String grantee =
        "\"GranteePrincipal\":\"" + accountOf(key) + "\",\"Operations\":[\"Decrypt\"]}";
    secret(kms("CreateGrant", "{\"KeyId\":\"" + key + "\"," + grantee), "GrantToken");
  }

  private static String accountOf(String arn) {
    return "arn:aws:iam::" + List.of(arn.split(":", -1)).get(4) + ":root";
  }

  private void authenticate(String key) throws Exception {
    String asked =
        "{\"KeyId\":\"%s\",\"MacAlgorithm\":\"HMAC_SHA_256\",\"Message\":\"%s\""
            .formatted(key, base64(PLAIN));
    String mac = secret(kms("GenerateMac", asked + "}"), "Mac");
    kms("VerifyMac", asked + ",\"Mac\":\"" + mac + "\"}");
  }

  private void importMaterial(String key) throws Exception {
    JsonNode given = kms("GetParametersForImport", Imported.parametersOf(key));
    secret(given, "ImportToken");
    String material = Imported.wrapped(given, MATERIAL.getBytes(UTF_8));
    secrets.add(material);
    String forever = "\"ExpirationModel\":\"KEY_MATERIAL_DOES_NOT_EXPIRE\"";
    kms("ImportKeyMaterial", Imported.request(key, given, material, forever));
  }

  @Test
  void theObjectsLogShowsWhatTheBucketKeyHides() throws Exception {
    String key = newKey("{}");
    assertThat(bucket(Keys.root(), "PUT", "audited")).isEqualTo(200);
    encryptByDefault("audited", key);
    assertThat(s3(Keys.root(), "PUT", "/audited/some/object", null, BODY).statusCode())
        .isEqualTo(200);
    assertThat(s3(Keys.root(), "GET", "/audited/some/object", null, "").body()).isEqualTo(BODY);
    assertThat(event("kms", "GenerateDataKey", key).path("requestParameters").toString())
        .contains("arn:aws:s3:::audited")
        .doesNotContain("some/object");
    JsonNode put = event("objects", "PutObject", "\"some/object\"");
    assertThat(put.path("additionalEventData").path("SSEApplied").asString(""))
        .isEqualTo("Default_SSE_KMS");
    assertThat(put.path("additionalEventData").path("dataKey").asString("")).isEqualTo("made");
    assertThat(put.path("eventSource").asString("")).isEqualTo("s3.amazonaws.com");
    assertThat(put.path("eventCategory").asString("")).isEqualTo("Data");
    assertThat(put.path("readOnly").asBoolean(true)).isFalse();
    JsonNode shown = put.path("responseElements");
    assertThat(shown.path("x-amz-server-side-encryption").asString("")).isEqualTo("aws:kms");
    assertThat(shown.path("x-amz-server-side-encryption-aws-kms-key-id").asString(""))
        .isEqualTo(key);
    assertThat(shown.path("x-amz-server-side-encryption-bucket-key-enabled").asBoolean(false))
        .isTrue();
    assertThat(put.path("userIdentity").path("type").asString("")).isEqualTo("Root");
    JsonNode get = event("objects", "GetObject", "\"some/object\"");
    assertThat(get.path("additionalEventData").path("SSEApplied").asString(""))
        .isEqualTo("SSE_KMS");
    assertThat(get.path("additionalEventData").path("objectId"))
        .isEqualTo(put.path("additionalEventData").path("objectId"));
    assertThat(get.path("readOnly").asBoolean(false)).isTrue();
    assertThat(get.path("resources").path(0).path("ARN").asString(""))
        .isEqualTo("arn:aws:s3:::audited/some/object");
    assertThat(lines("objects")).doesNotContain(BODY, base64(BODY), CUSTOMER, base64(CUSTOMER));
    assertThat(verify().path("intact").asBoolean(false)).isTrue();
  }

  private static void encryptByDefault(String bucket, String key) throws Exception {
    String rule =
        "<ServerSideEncryptionConfiguration"
            + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule>"
            + "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm>"
            + "<KMSMasterKeyID>"
            + key
            + "</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>"
            + "<BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>";
    assertThat(s3(Keys.root(), "PUT", "/" + bucket, "encryption", rule).statusCode())
        .isEqualTo(200);
  }

  private static JsonNode verify() {
    Run run = run(Map.of(), "audit", "verify", folder.resolve("data").toString(), "--json");
    assertThat(run.err()).isEmpty();
    return run.json();
  }
}
