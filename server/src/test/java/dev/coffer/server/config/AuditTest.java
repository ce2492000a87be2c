package dev.coffer.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  private static JsonNode event(String stream, String operation, String about)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      for (String line : lines(stream).split("\n", -1)) {
        if (line.contains("\"eventName\":\"" + operation + "\"") && line.contains(about)) {
          return new JsonMapper().readTree(line);
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("no event of " + operation + " about " + about);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EnableKey    | {}                                         | ValidationException
          DisableKey   | {"KeyId": 5}                               | SerializationException
          GenerateMac  | {"KeyId":                                  | SerializationException
          ReplicateKey | {"KeyId": "k", "ReplicaRegion": "us-west-2"} | UnsupportedOperationException
          """)
  void aCallThatDoesNotEvenDecodeIsWrittenDown(String operation, String json, String code)
      throws Exception {
    HttpResponse<String> answer = sendToKms(Keys.root(), operation, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    String id = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();
    JsonNode event = event("kms", operation, id);
    assertThat(event.path("errorCode").asString("")).isEqualTo(code);
    assertThat(event.path("requestParameters").size()).isZero();
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

  private static HttpResponse<String> ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String version(HttpResponse<String> answer) {
    return ok(answer).headers().firstValue("x-amz-version-id").orElseThrow();
  }

  private static void keepVersions(String bucket) throws Exception {
    String enabled =
        "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Status>Enabled</Status></VersioningConfiguration>";
    ok(s3(Keys.root(), "PUT", "/" + bucket, "versioning", enabled));
  }

  /** What of a bucket stands in the objects' log: operation, deed, and what is found there. */
  private static List<String> deeds(String bucket, String pointer) throws IOException {
    var deeds = new ArrayList<String>();
    for (String line : lines("objects").split("\n", -1)) {
      if (line.contains("\"bucketName\":\"" + bucket + "\"")) {
        JsonNode event = new JsonMapper().readTree(line);
        deeds.add(
            event.path("eventName").asString("")
                + " "
                + event.at("/additionalEventData/dataKey").asString("")
                + " "
                + event.at(pointer).asString("-"));
      }
    }
    return deeds;
  }

  @Test
  void aNewEnvelopeIsWrittenDownAsItWasAndOnceItIsStored() throws Exception {
    String key = newKey("{}");
    String disabled = newKey("{}");
    kms("DisableKey", "{\"KeyId\":\"" + disabled + "\"}");
    assertThat(bucket(Keys.root(), "PUT", "moved")).isEqualTo(200);
    ok(s3(Keys.root(), "PUT", "/moved/a", null, BODY));
    assertThat(moved(disabled).statusCode()).isEqualTo(400);
    assertThat(moved(key).statusCode()).isEqualTo(200);
    event("objects", "UpdateObjectEncryption", "\"stored\"");
    assertThat(deeds("moved", "/responseElements/x-amz-server-side-encryption"))
        .containsExactly(
            "PutObject made AES256",
            "UpdateObjectEncryption opened AES256",
            "UpdateObjectEncryption stored aws:kms");
    assertThat(deeds("moved", "/additionalEventData/SSEApplied"))
        .containsExactly(
            "PutObject made Default_SSE_S3",
            "UpdateObjectEncryption opened SSE_S3",
            "UpdateObjectEncryption stored SSE_KMS");
  }

  private static HttpResponse<String> moved(String keyArn) throws Exception {
    String document =
        "<ObjectEncryption><SSE-KMS><KMSKeyArn>%s</KMSKeyArn></SSE-KMS></ObjectEncryption>"
            .formatted(keyArn);
    return s3(Keys.root(), "PUT", "/moved/a", "encryption", document);
  }

  @Test
  void theObjectsLogNamesTheVersionThatAWriteHasMade() throws Exception {
    assertThat(bucket(Keys.root(), "PUT", "versioned")).isEqualTo(200);
    ok(s3(Keys.root(), "PUT", "/versioned/before", null, BODY));
    keepVersions("versioned");
    String put = version(s3(Keys.root(), "PUT", "/versioned/a", null, BODY));
    String copy =
        version(
            s3(Keys.root(), "PUT", "/versioned/b", null, "", "x-amz-copy-source", "/versioned/a"));
    String begun = ok(s3(Keys.root(), "POST", "/versioned/c", "uploads=", "")).body();
    String upload = element(begun, "UploadId");
    String part = "partNumber=1&uploadId=" + upload;
    String etag =
        ok(s3(Keys.root(), "PUT", "/versioned/c", part, BODY)).headers().firstValue("ETag").get();
    String list =
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Part>"
            + "<PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>"
                .formatted(etag);
    String whole = version(s3(Keys.root(), "POST", "/versioned/c", "uploadId=" + upload, list));
    event("objects", "CompleteMultipartUpload", whole);
    assertThat(deeds("versioned", "/responseElements/x-amz-version-id"))
        .containsExactly(
            "PutObject made -",
            "PutObject made -",
            "PutObject stored " + put,
            "CopyObject made -",
            "CopyObject opened -",
            "CopyObject stored " + copy,
            "CreateMultipartUpload made -",
            "UploadPart opened -",
            "CompleteMultipartUpload opened -",
            "CompleteMultipartUpload stored " + whole);
    assertThat(deeds("versioned", "/additionalEventData/SSEApplied"))
        .endsWith(
            "CreateMultipartUpload made Default_SSE_S3",
            "UploadPart opened -",
            "CompleteMultipartUpload opened -",
            "CompleteMultipartUpload stored -");
    JsonNode stored = event("objects", "CopyObject", copy);
    assertThat(stored.at("/additionalEventData/objectId"))
        .isEqualTo(event("objects", "CopyObject", "\"made\"").at("/additionalEventData/objectId"));
    assertThat(stored.at("/responseElements/x-amz-server-side-encryption").asString(""))
        .isEqualTo("AES256");
  }

  @Test
  void theEventOfADeletionSaysHowManyVersionsHangOnTheKey() throws Exception {
    String key = newKey("{}");
    String other = newKey("{}");
    for (String bucket : List.of("hanging", "hanging-too", "of-another-key")) {
      assertThat(bucket(Keys.root(), "PUT", bucket)).isEqualTo(200);
      encryptByDefault(bucket, bucket.startsWith("hanging") ? key : other);
    }
    keepVersions("hanging");
    ok(s3(Keys.root(), "PUT", "/hanging/a", null, BODY));
    ok(s3(Keys.root(), "PUT", "/hanging/a", null, BODY));
    ok(s3(Keys.root(), "PUT", "/hanging-too/a", null, BODY));
    ok(s3(Keys.root(), "PUT", "/hanging-too/gone", null, BODY));
    ok(s3(Keys.root(), "PUT", "/of-another-key/a", null, BODY));
    assertThat(s3(Keys.root(), "DELETE", "/hanging-too/gone", null, "").statusCode())
        .isEqualTo(204);
    kms("ScheduleKeyDeletion", "{\"KeyId\":\"" + key + "\"}");
    JsonNode scheduled = event("kms", "ScheduleKeyDeletion", key);
    assertThat(scheduled.at("/additionalEventData/dependentVersions").asLong(-1)).isEqualTo(3);
    assertThat(scheduled.at("/responseElements/keyState").asString(""))
        .isEqualTo("PendingDeletion");
    kms("CancelKeyDeletion", "{\"KeyId\":\"" + key + "\"}");
    String without = newKey("{}");
    kms("ScheduleKeyDeletion", "{\"KeyId\":\"" + without + "\"}");
    assertThat(
            event("kms", "ScheduleKeyDeletion", without)
                .at("/additionalEventData/dependentVersions")
                .asLong(-1))
        .isZero();
  }

  @Test
  void whatIsRefusedOnBehalfOfS3IsWrittenDown() throws Exception {
    String key = newKey("{}");
    String user = "arn:aws:iam::000000000000:user/audited";
    iam(Keys.root(), "Action=CreateUser&UserName=audited");
    String made = iam(Keys.root(), "Action=CreateAccessKey&UserName=audited");
    var audited = new Keys(element(made, "AccessKeyId"), element(made, "SecretAccessKey"), null);
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"*\"}}";
    iam(
        Keys.root(),
        "Action=PutUserPolicy&UserName=audited&PolicyName=p&PolicyDocument="
            + URLEncoder.encode(policy, UTF_8));
    assertThat(bucket(Keys.root(), "PUT", "refused")).isEqualTo(200);
    encryptByDefault("refused", key);
    assertThat(s3(audited, "PUT", "/refused/a", null, BODY).statusCode()).isEqualTo(403);
    JsonNode denied = event("kms", "GenerateDataKey", "AccessDeniedException");
    assertThat(denied.at("/userIdentity/arn").asString("")).isEqualTo(user);
    assertThat(denied.at("/userIdentity/invokedBy").asString(""))
        .isEqualTo("s3." + REGION + ".amazonaws.com");
    assertThat(denied.at("/resources/0/ARN").asString("")).isEqualTo(key);
    assertThat(denied.at("/errorMessage").asString("")).contains("kms:GenerateDataKey");

    ok(s3(Keys.root(), "PUT", "/refused/a", null, BODY));
    kms("DisableKey", "{\"KeyId\":\"" + key + "\"}");
    assertThat(s3(Keys.root(), "GET", "/refused/a", null, "").body())
        .contains("KMS.DisabledException");
    JsonNode disabled = event("kms", "Decrypt", "DisabledException");
    assertThat(disabled.at("/resources/0/ARN").asString("")).isEqualTo(key);
    assertThat(disabled.at("/requestParameters/encryptionContext").toString())
        .contains("arn:aws:s3:::refused");
    assertThat(lines("objects")).as("no key was used").doesNotContain("GetObject\",\"refused");
  }

  @Test
  void anUpdateOfTheEncryptionLeavesTheCallsThatItMade() throws Exception {
    String before = newKey("{}");
    String after = newKey("{}");
    assertThat(bucket(Keys.root(), "PUT", "updated")).isEqualTo(200);
    encryptByDefault("updated", before);
    ok(s3(Keys.root(), "PUT", "/updated/a", null, BODY));
    String asked =
        "<ObjectEncryption xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><SSE-KMS><KMSKeyArn>"
            + after
            + "</KMSKeyArn></SSE-KMS></ObjectEncryption>";
    ok(s3(Keys.root(), "PUT", "/updated/a", "encryption=", asked));
    assertThat(ok(s3(Keys.root(), "GET", "/updated/a", null, "")).body()).isEqualTo(BODY);
    List<String> calls =
        lines("kms").lines().filter(line -> line.contains("arn:aws:s3:::updated")).toList();
    assertThat(calls)
        .extracting(line -> new JsonMapper().readTree(line).path("eventName").asString(""))
        .as("made for the bucket's key, kept since then; made under the next; read")
        .containsExactly("GenerateDataKey", "Decrypt", "GenerateDataKey", "Decrypt");
    assertThat(String.join("\n", calls)).doesNotContain("errorCode");
    event("objects", "GetObject", "\"updated\"");
    assertThat(deeds("updated", "/responseElements/x-amz-server-side-encryption-aws-kms-key-id"))
        .containsExactly(
            "PutObject made " + before,
            "UpdateObjectEncryption opened " + before,
            "UpdateObjectEncryption stored " + after,
            "GetObject opened " + after);
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
