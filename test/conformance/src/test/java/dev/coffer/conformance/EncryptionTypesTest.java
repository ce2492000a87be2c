package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.KmsClient;

/** Every encryption type on every way to write, copy and read. Source: spec/encryption.md §2. */
@ExtendWith(SharedServer.class)
class EncryptionTypesTest {
  private static final String BODY = "0123456789abcdef".repeat(3000);
  private static final String BIG = "ABCDEFGHIJKLMNOP".repeat(Upload.SMALLEST / 16);

  private static final String CRC32 = crc32(BODY);
  private static final String CRC64 = "x-amz-checksum-crc64nvme";

  private final Buckets buckets;
  private final RawClient raw;
  private final KmsClient kms;
  private final String root;
  private String keyArn = "";

  EncryptionTypesTest(StartedServer server, Buckets buckets, RawClient raw, KmsClient kms) {
    this.root = "arn:aws:iam::" + server.account() + ":root";
    this.buckets = buckets;
    this.raw = raw;
    this.kms = kms;
  }

  @BeforeEach
  void makeKey() {
    keyArn = kms.createKey().keyMetadata().arn();
  }

  private Sealed fresh() {
    return Sealed.fresh(raw, buckets, keyArn);
  }

  private static String md5(String body) {
    return '"' + Digests.hex("MD5", body.getBytes(US_ASCII)) + '"';
  }

  private static String crc32(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(US_ASCII));
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** R73, R74. */
  private static void requireETag(Type type, Answer answer, String body) {
    String eTag = answer.header("ETag");
    assertThat(eTag).matches("\"[0-9a-f]{32}\"");
    assertThat(eTag.equals(md5(body))).as(type + " " + eTag).isEqualTo(type == Type.SSE_S3);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void whatWasPutIsReadAndShown(Type type) {
    Sealed in = fresh();
    Answer put = in.put("k", type, BODY);
    requireETag(type, put, BODY);
    Answer got = in.get("k", type).is(200);
    assertThat(got.body()).isEqualTo(BODY);
    assertThat(got.header("ETag")).isEqualTo(put.header("ETag"));
    assertThat(in.head("k", type).header("ETag")).isEqualTo(put.header("ETag"));
    for (int[] range : new int[][] {{0, 0}, {16_383, 16_384}, {32_768, 47_999}, {47_999, 47_999}}) {
      Answer ranged = in.get("k", type, "Range", "bytes=" + range[0] + "-" + range[1]).is(206);
      assertThat(ranged.body()).isEqualTo(BODY.substring(range[0], range[1] + 1));
    }
    assertThat(in.get("k?partNumber=1", type).is(206).body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void equalBodiesHaveEqualTagsUnderOneTypeOnly(Type type) {
    Sealed in = fresh();
    String one = in.put("a", type, BODY).header("ETag");
    assertThat(in.put("b", type, BODY).header("ETag").equals(one)).isEqualTo(type == Type.SSE_S3);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void aFormsFileHasTheTypeThatItsFieldsSay(Type type) {
    Sealed in = fresh();
    PostedForm form = new PostedForm(raw, in.bucket()).field("key", "k");
    type.written(keyArn).fields().forEach(field -> form.field(field.name(), field.value()));
    Answer posted = in.shows(type, form.file(BODY.getBytes(US_ASCII)).sign().post().is(204));
    requireETag(type, posted, BODY);
    assertThat(in.get("k", type).is(200).body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void everyVersionIsReadAsItWasWritten(Type type) {
    Sealed in = Sealed.unblocked(raw, buckets.versioned(), keyArn);
    String first = in.put("k", type, BODY).header("x-amz-version-id");
    in.put("k", Type.SSE_S3, "second");
    String third = in.put("k", type, "third").header("x-amz-version-id");
    assertThat(in.get("k?versionId=" + first, type).is(200).body()).isEqualTo(BODY);
    assertThat(in.get("k?versionId=" + third, type).is(200).body()).isEqualTo("third");
    in.send("DELETE", "k?versionId=" + third, "").is(204);
    assertThat(in.get("k", Type.SSE_S3).is(200).body()).isEqualTo("second");
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void anUploadHasTheTypeThatItBeganWith(Type type) {
    Sealed in = fresh();
    in.put("source", Type.SSE_S3, BODY);
    String id = in.begin("k", type);
    Answer one = in.shows(type, in.part("k", id, 1, BIG, type.read()).is(200));
    requireETag(type, one, BIG);
    Answer two =
        in.shows(
            type, in.part("k", id, 2, "", type.read(), in.from("source", Type.SSE_S3)).is(200));
    String copied = two.element("ETag").orElseThrow().replace("&quot;", "\"");
    Answer done = in.complete("k", id, List.of(one.header("ETag"), copied)).is(200);
    if (type == Type.SSE_C) {
      assertThat(done.headers().namesWithPrefix("x-amz-server-side")).isEmpty(); // R71
    } else {
      in.shows(type, done);
    }
    assertThat(done.element("ETag").orElseThrow()).matches("&quot;[0-9a-f]{32}-2&quot;");
    assertThat(in.get("k", type).is(200).body()).isEqualTo(BIG + BODY);
    assertThat(in.get("k?partNumber=2", type).is(206).body()).isEqualTo(BODY);
    int border = BIG.length();
    assertThat(in.get("k", type, "Range", "bytes=" + (border - 2) + "-" + (border + 1)).body())
        .isEqualTo("OP01");
    in.send("PUT", "copy", "", type.written(keyArn), in.from("k", type)).is(200);
    assertThat(in.get("copy", type, "Range", "bytes=-4").body()).isEqualTo("cdef");
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Type.values())
        .flatMap(from -> Stream.of(Type.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aCopyHasTheTypeThatItAsksFor(Type from, Type to) {
    Sealed in = fresh();
    in.put("k", from, BODY);
    Answer copied =
        in.shows(to, in.send("PUT", "copy", "", to.written(keyArn), in.from("k", from)).is(200));
    assertThat(copied.body()).contains("<CopyObjectResult");
    assertThat(in.get("copy", to).is(200).body()).isEqualTo(BODY);
    in.shows(to, in.send("PUT", "k", "", to.written(keyArn), in.from("k", from)).is(200));
    assertThat(in.get("k", to).is(200).body()).isEqualTo(BODY);
  }

  /** Every type as a source, every type that a bucket may have by default. */
  static Stream<Arguments> defaults() {
    return Stream.of(Type.values())
        .flatMap(from -> Type.managed().stream().map(by -> Arguments.of(from, by)));
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void aCopyThatAsksForNothingHasTheBucketsDefault(Type from, Type byDefault) {
    Sealed in = fresh();
    in.put("k", from, BODY);
    in.byDefault(byDefault);
    Answer copied = in.shows(byDefault, in.send("PUT", "copy", "", in.from("k", from)).is(200));
    String eTag = copied.element("ETag").orElseThrow().replace("&quot;", "\"");
    assertThat(eTag.equals(md5(BODY))).isEqualTo(byDefault == Type.SSE_S3);
    assertThat(in.get("copy", byDefault).is(200).body()).isEqualTo(BODY);
    in.shows(byDefault, in.send("PUT", "k", "", in.from("k", from)).is(200));
    assertThat(in.get("k", byDefault).is(200).body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @MethodSource("managed")
  void whatAsksForNothingHasTheBucketsDefault(Type byDefault) {
    Sealed in = fresh();
    in.byDefault(byDefault);
    requireETag(byDefault, in.shows(byDefault, in.send("PUT", "k", BODY).is(200)), BODY);
    PostedForm form = new PostedForm(raw, in.bucket()).field("key", "form");
    Answer posted = form.file(BODY.getBytes(US_ASCII)).sign().post().is(204);
    requireETag(byDefault, in.shows(byDefault, posted), BODY);
    Answer begun = in.shows(byDefault, in.send("POST", "up?uploads", "").is(200));
    String id = begun.element("UploadId").orElseThrow();
    in.byDefault(byDefault == Type.SSE_S3 ? Type.DSSE_KMS : Type.SSE_S3); // R123
    Answer part = in.shows(byDefault, in.part("up", id, 1, BODY).is(200));
    in.shows(byDefault, in.complete("up", id, List.of(part.header("ETag"))).is(200));
    for (String key : List.of("k", "form", "up")) {
      assertThat(in.get(key, byDefault).is(200).body()).isEqualTo(BODY);
    }
  }

  static Stream<Type> managed() {
    return Type.managed().stream();
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void checksumsAreOfThePlaintextWhateverTheType(Type type) {
    Sealed in = fresh();
    Headers declared = Headers.of("x-amz-checksum-crc32", CRC32);
    Answer put = in.send("PUT", "k", BODY, type.written(keyArn), declared).is(200);
    assertThat(put.header("x-amz-checksum-crc32")).isEqualTo(CRC32);
    Answer got = in.get("k", type, "x-amz-checksum-mode", "ENABLED").is(200);
    assertThat(got.header("x-amz-checksum-crc32")).isEqualTo(CRC32);
    in.send("PUT", "bad", BODY + "!", type.written(keyArn), declared).refuses("BadDigest", 400);
    in.send("HEAD", "bad", "", type.read()).is(404);
    in.put("undeclared", type, BODY); // R75
    assertThat(in.get("undeclared", type, "x-amz-checksum-mode", "ENABLED").header(CRC64))
        .hasSize(12);
    String id = in.begin("up", type);
    String eTag = in.part("up", id, 1, BODY, type.read()).is(200).header("ETag");
    in.complete("up", id, List.of(eTag)).is(200);
    assertThat(in.get("up", type, "x-amz-checksum-mode", "ENABLED").headers().has(CRC64))
        .isEqualTo(type != Type.SSE_C);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void aBlockedBucketRefusesCustomersKeysOnEveryWrite(Type type) {
    Sealed in = fresh();
    in.put("k", type, BODY);
    String id = in.begin("up", Type.SSE_C);
    in.block();
    Headers customer = Type.SSE_C.written(keyArn);
    in.send("PUT", "new", BODY, customer).refuses("AccessDenied", 403).says(blocked(in, "Put"));
    in.send("PUT", "new", "", customer, in.from("k", type))
        .refuses("AccessDenied", 403)
        .says(blocked(in, "Copy"));
    in.send("POST", "new?uploads", "", customer).refuses("AccessDenied", 403);
    in.part("up", id, 1, "x", customer).refuses("AccessDenied", 403);
    in.part("up", id, 1, "", customer, in.from("k", type)).refuses("AccessDenied", 403);
    PostedForm form = new PostedForm(raw, in.bucket()).field("key", "new");
    customer.fields().forEach(field -> form.field(field.name(), field.value()));
    form.sign().post().refuses("AccessDenied", 403);
    in.send("HEAD", "new", "", customer).is(404);
    assertThat(in.get("k", type).is(200).body()).isEqualTo(BODY); // R111
    in.send("PUT", "managed", "", in.from("k", type)).is(200);
    in.send("DELETE", "up?uploadId=" + id, "").is(204); // R113
  }

  private String blocked(Sealed in, String operation) {
    return ("User: %s is not authorized to perform: s3:%sObject on resource:"
            + " \"arn:aws:s3:::%s/new\" because this bucket has blocked upload requests that"
            + " specify Server Side Encryption with Customer provided keys (SSE-C). Please"
            + " specify a different server-side encryption type")
        .formatted(root, operation, in.bucket())
        .replace("\"", "&quot;");
  }

  // ---- a customer's key

  @Test
  void aCustomersKeyIsDemandedAtEveryStepOfAnUpload() {
    Sealed in = fresh();
    String id = in.begin("k", Type.SSE_C);
    in.part("k", id, 1, "x")
        .refuses("InvalidRequest", 400)
        .says(
            "The multipart upload initiate requested encryption. Subsequent part requests must"
                + " include the appropriate encryption parameters.");
    in.part("k", id, 1, "x", Type.customer("x-amz", Type.OTHER_KEY))
        .refuses("InvalidRequest", 400)
        .says("The provided encryption parameters did not match the ones used originally.");
    in.part("k", id, 1, "x", Type.customer("x-amz", "short"))
        .refuses("InvalidArgument", 400)
        .says("The secret key was invalid for the specified algorithm.");
    in.part("k", id, 1, "x", withoutMd5())
        .refuses("InvalidArgument", 400)
        .says(
            "Requests specifying Server Side Encryption with Customer provided keys must provide"
                + " the client calculated MD5 of the secret key.");
    in.part("k", id, 1, "x", notBase64()).refuses("InvalidArgument", 400);
    in.part("k", id, 1, "x", swapped())
        .refuses("InvalidArgument", 400)
        .says("The calculated MD5 hash of the key did not match the hash that was provided.");
    String plain = in.begin("plain", Type.SSE_S3);
    in.part("plain", plain, 1, "x", Type.SSE_C.read()).refuses("InvalidRequest", 400);
    String eTag = in.part("k", id, 1, BODY, Type.SSE_C.read()).is(200).header("ETag");
    in.complete("k", id, List.of(eTag)).is(200);
    in.send("GET", "k", "")
        .refuses("InvalidRequest", 400)
        .says(
            "The object was stored using a form of Server Side Encryption. The correct"
                + " parameters must be provided to retrieve the object.");
    in.send("GET", "k", "", Type.customer("x-amz", Type.OTHER_KEY)).refuses("AccessDenied", 403);
    in.send("HEAD", "k", "", Type.customer("x-amz", Type.OTHER_KEY)).is(403);
    in.send("HEAD", "k", "").is(400);
    assertThat(in.get("k", Type.SSE_C).is(200).body()).isEqualTo(BODY);
  }

  private static Headers notBase64() {
    return Type.SSE_C.read().toBuilder()
        .set("x-amz-server-side-encryption-customer-key", "*".repeat(44))
        .build();
  }

  private static Headers withoutMd5() {
    String name = "x-amz-server-side-encryption-customer-";
    String key = Type.SSE_C.read().first(name + "key").orElseThrow();
    return Headers.of(name + "algorithm", "AES256", name + "key", key);
  }

  /** The key of one with the digest of another. */
  private static Headers swapped() {
    String name = "x-amz-server-side-encryption-customer-key-MD5";
    String digest = Digests.base64("MD5", Type.OTHER_KEY.getBytes(US_ASCII));
    return Type.SSE_C.read().toBuilder().set(name, digest).build();
  }

  @Test
  void aKeyForAnObjectThatHasNoneIsRefused() {
    Sealed in = fresh();
    in.put("k", Type.SSE_KMS, "x");
    in.send("GET", "k", "", Type.SSE_C.read())
        .refuses("InvalidRequest", 400)
        .says("The encryption parameters are not applicable to this object.");
  }

  // ---- keys of the key service

  @ParameterizedTest
  @EnumSource(
      value = Type.class,
      names = {"SSE_KMS", "SSE_KMS_BUCKET_KEY", "DSSE_KMS"})
  void aDisabledKeyStopsWritesAndReadsAtOnce(Type type) {
    Sealed in = fresh();
    in.put("k", type, BODY);
    in.get("k", type).is(200);
    String id = in.begin("up", type);
    String eTag = in.part("up", id, 1, BODY).is(200).header("ETag");
    kms.disableKey(disable -> disable.keyId(keyArn));
    in.send("GET", "k", "").refuses("KMS.DisabledException", 400).says(keyArn + " is disabled.");
    in.send("PUT", "new", "x", type.written(keyArn)).refuses("KMS.DisabledException", 400);
    in.part("up", id, 2, "x").refuses("KMS.DisabledException", 400);
    in.send("PUT", "copy", "", in.from("k", type)).refuses("KMS.DisabledException", 400);
    in.head("k", type);
    kms.enableKey(enable -> enable.keyId(keyArn));
    in.complete("up", id, List.of(eTag)).is(200);
    assertThat(in.get("up", type).is(200).body()).isEqualTo(BODY);
    kms.scheduleKeyDeletion(end -> end.keyId(keyArn).pendingWindowInDays(7));
    in.send("GET", "up", "")
        .refuses("KMS.KMSInvalidStateException", 400)
        .says(keyArn + " is pending deletion.");
  }
}
