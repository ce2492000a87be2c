package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * The rows of spec/encryption.md §2.6, §2.8 and §2.9 on every way to write, and that nothing came
 * of the request.
 */
@ExtendWith(SharedServer.class)
class EncryptionErrorsTest {
  private static final String SSE = "x-amz-server-side-encryption";
  private static final String KID = SSE + "-aws-kms-key-id";
  private static final String CTX = SSE + "-context";
  private static final String BK = SSE + "-bucket-key-enabled";
  private static final String CA = SSE + "-customer-algorithm";

  private static final String BADMETHOD = "The encryption method specified is not supported";
  private static final String KREQ =
      "Server Side Encryption with AWS KMS managed key requires HTTP header"
          + " x-amz-server-side-encryption : aws:kms";
  private static final String INCOMP =
      "Server Side Encryption with Customer provided key is incompatible with the encryption method"
          + " specified";
  private static final String HNS =
      "x-amz-server-side-encryption header is not supported for this operation.";
  private static final String NEEDKEY =
      "The object was stored using a form of Server Side Encryption. The correct parameters must be"
          + " provided to retrieve the object.";
  private static final String WRONGKEY =
      "Requests specifying Server Side Encryption with Customer provided keys must provide the"
          + " correct secret key.";
  private static final String CTXBAD =
      "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string"
          + " holding JSON which represents a string-string map";

  private final StartedServer server;
  private final RawClient raw;
  private final KmsClient kms;
  private final Sealed in;

  EncryptionErrorsTest(StartedServer server, Buckets buckets, RawClient raw, KmsClient kms) {
    this.server = server;
    this.raw = raw;
    this.kms = kms;
    this.in = Sealed.fresh(raw, buckets, kms.createKey().keyMetadata().arn());
  }

  /** How an object, or an upload that becomes one, begins. */
  enum Way {
    PUT,
    COPY,
    UPLOAD,
    FORM;

    Answer write(Sealed in, Headers headers) {
      return switch (this) {
        case PUT -> in.send("PUT", "new", "x", headers);
        case COPY -> in.send("PUT", "new", "", headers, in.from("source", Type.SSE_S3));
        case UPLOAD -> in.send("POST", "new?uploads", "", headers);
        case FORM -> {
          PostedForm form = new PostedForm(in.raw(), in.bucket()).field("key", "new");
          headers.fields().forEach(field -> form.field(field.name(), field.value()));
          yield form.sign().post();
        }
      };
    }
  }

  private void refused(Headers headers, String code, String text) {
    refused(in, headers, code, text);
  }

  /** On every way, and nothing comes to be. */
  private void refused(Sealed by, Headers headers, String code, String text) {
    in.put("source", Type.SSE_S3, "x");
    for (Way way : Way.values()) {
      Answer answer = way.write(by, headers);
      assertThat(answer.code() + " " + answer.status() + " " + unescaped(answer.message()))
          .as(way + " " + headers.fields())
          .isEqualTo(code + (code.equals("AccessDenied") ? " 403 " : " 400 ") + text);
    }
    nothingCame();
  }

  private void nothingCame() {
    in.send("HEAD", "new", "").is(404);
    assertThat(raw.get("/" + in.bucket() + "?uploads").body()).doesNotContain("<Upload>");
  }

  private static String unescaped(String xml) {
    return xml.replace("&#39;", "'").replace("&apos;", "'").replace("&quot;", "\"");
  }

  // ---- §2.6

  @ParameterizedTest
  @ValueSource(
      strings = {"aes256", "AES-256", "aes:kms", "aws:KMS", "rot13", "aws:fsx", "aws:backup"})
  void badMethod(String method) {
    refused(Headers.of(SSE, method), "InvalidArgument", BADMETHOD);
    Answer answer = Way.PUT.write(in, Headers.of(SSE, method));
    assertThat(answer.element("ArgumentName")).contains(SSE);
    assertThat(answer.element("ArgumentValue")).contains(method);
  }

  @Test
  void noMethod() {
    for (Way way : List.of(Way.PUT, Way.COPY, Way.UPLOAD)) {
      in.put("source", Type.SSE_S3, "x");
      way.write(in, Headers.of(SSE, "")).refuses("InvalidArgument", 400).says(BADMETHOD);
    }
    nothingCame();
  }

  static Stream<Arguments> withoutKms() {
    String key = "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    return Stream.of(
        Arguments.of(Headers.of(KID, key)),
        Arguments.of(Headers.of(SSE, "AES256", KID, key)),
        Arguments.of(Headers.of(CTX, "eyJhIjoiYiJ9")),
        Arguments.of(Headers.of(SSE, "AES256", CTX, "eyJhIjoiYiJ9")));
  }

  @ParameterizedTest
  @MethodSource("withoutKms")
  void kmsHeadersWithoutKms(Headers headers) {
    refused(headers, "InvalidArgument", KREQ);
    assertThat(Way.PUT.write(in, headers).element("ArgumentName")).contains(SSE);
    in.byDefault(Type.SSE_KMS); // R61
    refused(headers, "InvalidArgument", KREQ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES256", "aws:kms", "aws:kms:dsse", "rot13"})
  void aMethodBesideACustomersKey(String method) {
    Headers both = Type.SSE_C.written("").toBuilder().set(SSE, method).build();
    refused(both, "InvalidArgument", INCOMP);
    refused(both.toBuilder().set(CA, "KMS").build(), "InvalidArgument", INCOMP); // R90
    assertThat(Way.PUT.write(in, both).element("ArgumentValue")).contains(method);
  }

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_S3", "SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void encryptionHeadersWhereTheyAreNone(Type type) {
    in.put("k", type, "x");
    String id = in.begin("up", type);
    for (Headers header :
        List.of(
            Headers.of(SSE, "AES256"),
            Headers.of(SSE, "aws:kms"),
            Headers.of(KID, in.keyArn()),
            Headers.of(CTX, "eyJhIjoiYiJ9"),
            Headers.of(BK, "true"))) {
      Headers attributes = Headers.of("x-amz-object-attributes", "ETag");
      for (Answer answer :
          List.of(
              in.send("GET", "k", "", header),
              in.send("GET", "k?attributes", "", header, attributes),
              in.part("up", id, 1, "x", header),
              in.part("up", id, 1, "", header, in.from("k", type)))) {
        answer.refuses("InvalidArgument", 400).says(HNS);
        assertThat(answer.element("ArgumentName")).contains(SSE);
      }
      in.send("HEAD", "k", "", header).is(400);
    }
    assertThat(in.send("GET", "up?uploadId=" + id, "").body()).doesNotContain("<Part>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not base64!",
        "{}",
        "W10=", // []
        "ImEi", // "a"
        "bnVsbA==", // null
        "eyJhIjoxfQ==", // {"a":1}
        "eyJhIjp7fX0=", // {"a":{}}
        "eyJhIjpudWxsfQ==", // {"a":null}
        "eyJhIjoiYiIsImEiOiJjIn0=", // {"a":"b","a":"c"}
        "eyJhIjoiYiJ9e30=", // {"a":"b"}{}
        "eyJhIjoi/yJ9", // not UTF-8
        "eyJhIjoiYiI=", // cut short
        "eyJhd3M6czM6YXJuIjoieCJ9" // {"aws:s3:arn":"x"}, R80
      })
  void badContext(String context) {
    for (String method : List.of("aws:kms", "aws:kms:dsse")) {
      Headers headers = Headers.of(SSE, method, KID, in.keyArn(), CTX, context);
      refused(headers, "InvalidArgument", CTXBAD);
    }
    String big = "{\"a\":\"" + "b".repeat(9000) + "\"}";
    Headers tooBig =
        Headers.of(SSE, "aws:kms", CTX, Base64.getEncoder().encodeToString(big.getBytes(US_ASCII)));
    assertThat(Way.PUT.write(in, tooBig).status()).isEqualTo(400);
    nothingCame();
  }

  // ---- §2.7

  /** What would tell a stranger to the key that its object is as long, or the same, as another. */
  static Stream<Headers> questions() {
    String none = "\"" + "0".repeat(32) + "\"";
    return Stream.of(
        Headers.of("If-None-Match", "*"),
        Headers.of("If-Match", none),
        Headers.of("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        Headers.of("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
        Headers.of("Range", "bytes=1000-"));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void whatIsUnderACustomersKeyTellsNothingWithoutIt(Headers question) {
    in.put("k", Type.SSE_C, "x");
    Headers wrong = Type.customer("x-amz", Type.OTHER_KEY);
    in.send("GET", "k", "", question).refuses("InvalidRequest", 400).says(NEEDKEY);
    in.send("GET", "k", "", question, wrong).refuses("AccessDenied", 403).says(WRONGKEY);
    Answer head = in.send("HEAD", "k", "", question).is(400);
    assertThat(head.headers().has("ETag")).isFalse();
    in.send("HEAD", "k", "", question, wrong).is(403);
    assertThat(in.send("GET", "k", "", question, Type.SSE_C.read()).status()).isIn(304, 412, 416);
  }

  @Test
  void aPartThatIsNotThereIsNoneOfAStrangersBusiness() {
    in.put("k", Type.SSE_C, "x");
    in.send("GET", "k?partNumber=2", "").refuses("InvalidRequest", 400).says(NEEDKEY);
    in.send("GET", "k?partNumber=2", "", Type.SSE_C.read()).refuses("InvalidPartNumber", 416);
  }

  @Test
  void aSourceUnderACustomersKeyTellsNothingWithoutIt() {
    in.put("k", Type.SSE_C, "x");
    String id = in.begin("up", Type.SSE_S3);
    Headers source = Headers.of("x-amz-copy-source", "/" + in.bucket() + "/k");
    Headers wrong = Type.customer("x-amz-copy-source", Type.OTHER_KEY);
    for (Headers question :
        List.of(
            Headers.of("x-amz-copy-source-if-match", "\"" + "0".repeat(32) + "\""),
            Headers.of("x-amz-copy-source-if-none-match", "*"),
            Headers.of("x-amz-copy-source-if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"))) {
      in.send("PUT", "new", "", source, question).refuses("InvalidRequest", 400).says(NEEDKEY);
      in.send("PUT", "new", "", source, question, wrong).refuses("AccessDenied", 403);
      in.part("up", id, 1, "", source, question).refuses("InvalidRequest", 400).says(NEEDKEY);
      in.send("PUT", "new", "", in.from("k", Type.SSE_C), question)
          .refuses("PreconditionFailed", 412);
    }
    in.part("up", id, 1, "", source, Headers.of("x-amz-copy-source-range", "bytes=5-9"))
        .refuses("InvalidRequest", 400)
        .says(NEEDKEY);
    in.send("PUT", "k", "", source).refuses("InvalidRequest", 400).says(NEEDKEY);
    in.send("HEAD", "new", "").is(404);
    assertThat(in.send("GET", "up?uploadId=" + id, "").body()).doesNotContain("<Part>");
  }

  /** R100: conditions are decided without the key service. */
  @Test
  void conditionsOnWhatIsUnderAKmsKeyNeedNoKey() {
    String eTag = in.put("k", Type.SSE_KMS, "x").header("ETag");
    kms.disableKey(disable -> disable.keyId(in.keyArn()));
    in.send("GET", "k", "", Headers.of("If-None-Match", eTag)).is(304);
    in.send("GET", "k", "", Headers.of("If-Match", "\"" + "0".repeat(32) + "\"")).is(412);
    in.send("GET", "k", "", Headers.of("If-Match", eTag)).refuses("KMS.DisabledException", 400);
  }

  // ---- §2.8

  private void refusedKey(String key, String code, String text) {
    for (String method : List.of("aws:kms", "aws:kms:dsse")) {
      refused(Headers.of(SSE, method, KID, key), code, text);
    }
    Headers bucketKey = Headers.of(SSE, "aws:kms", KID, key, BK, "true");
    refused(bucketKey, code, text);
  }

  private String arn(String id) {
    return "arn:aws:kms:us-east-1:" + server.account() + ":key/" + id;
  }

  @Test
  void keysThatAreNone() {
    refusedKey("fake-key-id", "KMS.NotFoundException", "Invalid keyId 'fake-key-id'");
    refusedKey("aws/s3", "KMS.NotFoundException", "Invalid keyId aws/s3");
    String id = UUID.randomUUID().toString();
    String none = "Key '" + arn(id) + "' does not exist";
    refusedKey(id, "KMS.NotFoundException", none);
    refusedKey(arn(id), "KMS.NotFoundException", none);
    refusedKey(
        arn(id).replace("us-east-1", "us-west-2"),
        "KMS.NotFoundException",
        "Invalid arn us-west-2");
    String alias = Keys.freshAlias();
    refusedKey(
        alias,
        "KMS.NotFoundException",
        "Alias arn:aws:kms:us-east-1:" + server.account() + ":" + alias + " is not found.");
  }

  @Test
  void keysThatCannotBeUsed() {
    String key = in.keyArn();
    kms.disableKey(disable -> disable.keyId(key));
    refusedKey(key, "KMS.DisabledException", key + " is disabled.");
    kms.scheduleKeyDeletion(end -> end.keyId(key).pendingWindowInDays(7));
    refusedKey(key, "KMS.KMSInvalidStateException", key + " is pending deletion.");
    String external =
        kms.createKey(create -> create.origin(OriginType.EXTERNAL)).keyMetadata().arn();
    refusedKey(external, "KMS.KMSInvalidStateException", external + " is pending import.");
    String signing =
        kms.createKey(
                create -> create.keyUsage(KeyUsageType.SIGN_VERIFY).keySpec(KeySpec.ECC_NIST_P256))
            .keyMetadata()
            .arn();
    refusedKey(
        signing,
        "KMS.InvalidKeyUsageException",
        signing + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
  }

  /** The default is not checked when it is put; what is written under it is refused (R29). */
  @Test
  void aDefaultThatNamesNoKeyRefusesWhatSaysNothing() {
    in.put("source", Type.SSE_S3, "x");
    String rule = EncryptionConfigurationTest.apply("aws:kms", "aws/s3");
    raw.send("PUT", "/" + in.bucket() + "?encryption", EncryptionConfigurationTest.document(rule))
        .is(200);
    for (Way way : Way.values()) {
      way.write(in, Headers.EMPTY)
          .refuses("KMS.NotFoundException", 400)
          .says("Invalid keyId aws/s3");
    }
    nothingCame();
    in.put("source", Type.SSE_S3, "what names its own way is written");
  }

  @Test
  void whoMayNotUseTheKey() {
    Person person = Person.with(server, Person.OBJECTS);
    Sealed by = new Sealed(person.raw(), in.bucket(), in.keyArn());
    String text =
        "User: "
            + person.arn()
            + " is not authorized to perform: kms:%s on %s because no identity-based policy allows"
            + " the kms:%s action";
    refused(
        by,
        Headers.of(SSE, "aws:kms", KID, in.keyArn()),
        "AccessDenied",
        text.formatted("GenerateDataKey", "resource: " + in.keyArn(), "GenerateDataKey"));
    in.put("k", Type.SSE_KMS, "x");
    Answer read = by.send("GET", "k", "").refuses("AccessDenied", 403);
    assertThat(read.message())
        .startsWith("User: " + person.arn() + " is not authorized to perform: kms:Decrypt on ")
        .contains("because no identity-based policy allows the kms:Decrypt action");
    by.send("PUT", "new", "", Headers.of(SSE, "AES256"), in.from("k", Type.SSE_KMS))
        .refuses("AccessDenied", 403);
    by.send("HEAD", "k", "").is(200); // R100
    by.send("HEAD", "k", "", Headers.of("x-amz-checksum-mode", "ENABLED")).is(403);
    nothingCame();
  }

  /** Existing or not: nobody learns which (§2.8). */
  @Test
  void anotherAccountsKey() {
    in.put("source", Type.SSE_S3, "x");
    String foreign = arn(UUID.randomUUID().toString()).replace(server.account(), "210987654321");
    for (Way way : Way.values()) {
      Answer answer =
          way.write(in, Headers.of(SSE, "aws:kms", KID, foreign)).refuses("AccessDenied", 403);
      assertThat(answer.message())
          .contains("is not authorized to perform: kms:GenerateDataKey on ")
          .doesNotContain("does not exist.");
    }
    nothingCame();
  }

  @Test
  void aKeyPolicyThatRefusesTheReader() {
    in.put("k", Type.SSE_KMS, "x");
    Person person = Person.with(server, Person.OBJECTS_AND_KEYS);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":"kms:*",
           "Resource":"*"},
          {"Effect":"Deny","Principal":{"AWS":"%s"},"Action":"kms:Decrypt","Resource":"*"}]}\
        """
            .formatted(server.account(), person.arn());
    kms.putKeyPolicy(put -> put.keyId(in.keyArn()).policy(policy));
    Answer read = new Sealed(person.raw(), in.bucket(), in.keyArn()).send("GET", "k", "");
    assertThat(read.refuses("AccessDenied", 403).message())
        .contains("is not authorized to perform: kms:Decrypt on ")
        .containsAnyOf("explicit deny in a resource-based policy", "explicitly denies access");
  }

  // ---- §2.9

  @Test
  void nobodyInParticularTouchesWhatIsUnderAKmsKey() {
    in.put("k", Type.SSE_KMS, "x");
    in.put("source", Type.SSE_S3, "x");
    String bucket = "/" + in.bucket();
    raw.send("DELETE", bucket + "?publicAccessBlock", "").is(204);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
         "Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::%s/*"}]}\
        """
            .formatted(in.bucket());
    raw.send("PUT", bucket + "?policy", policy).is(200);
    raw.anonymous("GET", bucket + "/source", "").is(200); // R107
    raw.anonymous("PUT", bucket + "/by-nobody", "x").is(200);
    needsSignature(raw.anonymous("GET", bucket + "/k", ""));
    needsSignature(raw.anonymous("PUT", bucket + "/new", "x", SSE, "aws:kms"));
    needsSignature(raw.anonymous("PUT", bucket + "/new", "x", SSE, "aws:kms:dsse"));
    raw.anonymous("HEAD", bucket + "/k", "").is(400);
    in.byDefault(Type.SSE_KMS_BUCKET_KEY);
    needsSignature(raw.anonymous("PUT", bucket + "/new", "x"));
    nothingCame();
  }

  private static void needsSignature(Answer answer) {
    answer
        .refuses("InvalidArgument", 400)
        .says(
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS"
                + " Signature Version 4.");
    assertThat(answer.element("ArgumentName")).contains("Authorization");
    assertThat(answer.element("ArgumentValue")).contains("null");
  }

  private Answer oldSigned(OldSigner by, String method, String target, String... headers) {
    byte[] body = method.equals("PUT") ? new byte[] {'x'} : new byte[0];
    return raw.exchange(by.sign(raw.unsigned(method, target, body, Headers.of(headers))), body);
  }

  @Test
  void theOldSignatureIsToldWhyWhereAKmsKeyIsTouched() {
    in.put("k", Type.DSSE_KMS, "x");
    in.put("source", Type.SSE_S3, "x");
    var old = new OldSigner(server.accessKeyId(), server.secretAccessKey());
    String bucket = "/" + in.bucket();
    needsSignature(oldSigned(old, "GET", bucket + "/k"));
    needsSignature(oldSigned(old, "GET", bucket + "/k", "x-amz-meta-b", "1", "x-amz-date", "x"));
    needsSignature(oldSigned(old, "GET", bucket + "/k?response-content-type=a%2Fb&partNumber=1"));
    needsSignature(
        oldSigned(old, "PUT", bucket + "/new", SSE, "aws:kms", "Content-Type", "text/plain"));
    needsSignature(oldSigned(old, "PUT", bucket + "/new", "x-amz-copy-source", bucket + "/k"));
    String url = old.presign(raw.unsigned("GET", bucket + "/k", new byte[0], Headers.EMPTY), 600);
    needsSignature(raw.anonymous("GET", url, ""));
    notServed(oldSigned(old, "GET", bucket + "/source"));
    notServed(oldSigned(old, "GET", bucket + "/none"));
    nothingCame();
  }

  /** Else whoever knows an id would learn which objects there are, and which under such a key. */
  @Test
  void theOldSignatureIsToldNothingThatItDoesNotProve() {
    in.put("k", Type.SSE_KMS, "x");
    String bucket = "/" + in.bucket();
    String target = bucket + "/k";
    String id = server.accessKeyId();
    for (String bogus : List.of("AWS " + id + ":bogus", "AWS " + id + ":", "AWS AKIANONE:eA==")) {
      notServed(raw.anonymous("GET", target, "", "Authorization", bogus));
      notServed(raw.anonymous("PUT", bucket + "/new", "x", "Authorization", bogus, SSE, "aws:kms"));
    }
    notServed(oldSigned(new OldSigner(id, "not the secret"), "GET", target));
    var old = new OldSigner(id, server.secretAccessKey());
    var unsigned = raw.unsigned("GET", target, new byte[0], Headers.EMPTY);
    notServed(raw.anonymous("GET", target + "?AWSAccessKeyId=" + id + "&Signature=eA%3D%3D", ""));
    notServed(raw.anonymous("GET", old.presign(unsigned, -1), ""));
    notServed(raw.anonymous("GET", old.presign(unsigned, 600).replace("/k?", "/l?"), ""));
    Headers late = old.signAt(unsigned, Instant.now().minusSeconds(3600)).headers();
    notServed(raw.exchange(unsigned.withHeaders(late), new byte[0]));
    Person nobody = Person.with(server, Person.allowing("s3:ListBucket"));
    notServed(oldSigned(OldSigner.of(nobody), "GET", target));
    nothingCame();
  }

  private static void notServed(Answer answer) {
    answer
        .refuses("InvalidRequest", 400)
        .says(
            "The authorization mechanism you have provided is not supported."
                + " Please use AWS4-HMAC-SHA256.");
  }
}
