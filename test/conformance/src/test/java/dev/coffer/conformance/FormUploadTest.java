package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** POST Object: browsers' forms. */
@ExtendWith(SharedServer.class)
class FormUploadTest {
  private final Buckets buckets;
  private final S3Client s3;
  private final RawClient raw;

  FormUploadTest(Buckets buckets, S3Client s3, RawClient raw) {
    this.buckets = buckets;
    this.s3 = s3;
    this.raw = raw;
  }

  private PostedForm form(String bucket) {
    return new PostedForm(raw, bucket);
  }

  private void nothingIn(String bucket) {
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 65_536, 3_000_000})
  void aFormStoresItsFile(int sizeBytes) {
    String bucket = buckets.fresh();
    byte[] content = new byte[sizeBytes];
    new Random(sizeBytes).nextBytes(content);
    Answer answer =
        form(bucket)
            .field("key", "up/${filename}")
            .field("Content-Type", "image/jpeg")
            .field("Content-Disposition", "inline; filename=\"grüße.jpg\"")
            .field("x-amz-meta-who", "Märy")
            .fileName("C:\\pictures\\photo.jpg")
            .file(content)
            .sign()
            .post()
            .is(204);
    assertThat(answer.header("Location")).endsWith("/" + bucket + "/up%2Fphoto.jpg");
    assertThat(answer.header("x-amz-server-side-encryption")).isEqualTo("AES256");
    assertThat(answer.header("x-amz-checksum-crc64nvme")).isNotEmpty();
    assertThat(answer.body()).isEmpty();
    assertThat(Arrays.equals(buckets.body(bucket, "up/photo.jpg"), content)).isTrue();
    Answer head = raw.send("HEAD", "/" + bucket + "/up/photo.jpg", "");
    assertThat(head.header("ETag")).isEqualTo(answer.header("ETag"));
    assertThat(head.header("ETag")).isEqualTo('"' + Digests.hex("MD5", content) + '"');
    assertThat(head.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(head.header("x-amz-meta-who")).isEqualTo("Märy");
    assertThat(head.header("Content-Disposition")).isEqualTo("inline; filename=\"grüße.jpg\"");
  }

  @Test
  void aBucketsOwnHostTakesForms() {
    String bucket = buckets.fresh();
    PostedForm form = form(bucket).field("key", "k").field("success_action_status", "201").sign();
    String host = bucket + ".localhost:" + raw.http().getPort();
    Answer answer = form.post("/", form.body(), "Host", host).is(201);
    assertThat(answer.element("Location")).contains("http://" + host + "/k");
    assertThat(answer.element("Key")).contains("k");
    assertThat(answer.body()).contains("<PostResponse><Location>");
    assertThat(buckets.text(bucket, "k")).isEqualTo("content");
  }

  @Test
  void aVersionedBucketSaysTheVersion() {
    String bucket = buckets.versioned();
    Answer answer = form(bucket).field("key", "k").sign().post().is(204);
    String version = answer.header("x-amz-version-id");
    assertThat(raw.get("/" + bucket + "/k?versionId=" + version).is(200).body())
        .isEqualTo("content");
  }

  @Test
  void aRedirectionNamesTheObject() {
    String bucket = buckets.fresh();
    Answer answer =
        form(bucket)
            .field("key", "a b")
            .field("success_action_redirect", "https://page.example/ok?x=1")
            .sign()
            .post()
            .is(303);
    assertThat(answer.header("Location"))
        .isEqualTo(
            "https://page.example/ok?x=1&bucket="
                + bucket
                + "&key=a+b&etag=%22"
                + Digests.hex("MD5", "content".getBytes(UTF_8))
                + "%22");
  }

  @Test
  void everyTruncationStoresNothing() {
    String bucket = buckets.fresh();
    PostedForm form = form(bucket).field("key", "k").sign();
    byte[] whole = form.body();
    for (int cut = 1; cut < 60; cut += 7) {
      byte[] body = Arrays.copyOf(whole, whole.length - 2 - cut);
      form.post("/" + bucket, body).refuses("MalformedPOSTRequest", 400);
    }
    nothingIn(bucket);
  }

  @Test
  void aBodyShorterThanItSaysStoresNothing() {
    String bucket = buckets.fresh();
    PostedForm form = form(bucket).field("key", "k").sign();
    byte[] whole = form.body();
    var request =
        raw.unsigned(
            "POST",
            "/" + bucket,
            whole,
            Headers.of(
                "Content-Type", "multipart/form-data; boundary=----boundary7MA4YWxkTrZu0gW"));
    byte[] head = RawClient.head(request);
    byte[] message = Arrays.copyOf(head, head.length + whole.length - 1);
    System.arraycopy(whole, 0, message, head.length, whole.length - 1);
    raw.bytes(message);
    nothingIn(bucket);
  }

  // ---- policies

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"starts-with\", \"$key\", \"user/\"] | Policy Condition failed: [\"starts-with\","
            + " \"$key\", \"user/\"]",
        "{\"Key\": \"K\"} | Policy Condition failed: [\"eq\", \"$Key\", \"K\"]",
        "[\"eq\", \"$x-amz-meta-a\", \"b\"] | Policy Condition failed: [\"eq\", \"$x-amz-meta-a\","
            + " \"b\"]",
        "{\"bucket\": \"other\"} | Policy Condition failed: [\"eq\", \"$bucket\", \"other\"]",
      })
  void aFormThatBreaksItsPolicyStoresNothing(String condition, String why) {
    String bucket = buckets.fresh();
    form(bucket)
        .condition(condition)
        .field("key", "k")
        .sign()
        .post()
        .refuses("AccessDenied", 403)
        .says(quoted("Invalid according to Policy: " + why));
    nothingIn(bucket);
  }

  private static String quoted(String text) {
    return text.replace("\"", "&quot;");
  }

  @Test
  void whatIsAddedBehindTheSignersBackIsRefused() {
    String bucket = buckets.fresh();
    form(bucket)
        .field("key", "k")
        .sign()
        .field("x-amz-meta-added", "x")
        .post()
        .refuses("AccessDenied", 403)
        .says("Invalid according to Policy: Extra input fields: x-amz-meta-added");
    form(bucket).field("key", "k").sign().field("x-ignore-me", "x").post().is(204);
  }

  @Test
  void theSizeOfTheFileIsKept() {
    String bucket = buckets.fresh();
    for (int sizeBytes : new int[] {4, 11, 50_000}) {
      Answer answer =
          form(bucket)
              .field("key", "k")
              .condition("[\"content-length-range\", 5, 10]")
              .file(new byte[sizeBytes])
              .sign()
              .post()
              .refuses(sizeBytes < 5 ? "EntityTooSmall" : "EntityTooLarge", 400);
      assertThat(answer.element("ProposedSize")).contains(Integer.toString(sizeBytes));
    }
    nothingIn(bucket);
    for (int sizeBytes : new int[] {5, 10}) {
      form(bucket)
          .field("key", "k")
          .condition("[\"content-length-range\", 5, 10]")
          .file(new byte[sizeBytes])
          .sign()
          .post()
          .is(204);
    }
  }

  @Test
  void aWrongSignatureStoresNothing() {
    String bucket = buckets.fresh();
    form(bucket)
        .field("key", "k")
        .sign()
        .field("x-amz-signature", "0".repeat(64))
        .post()
        .refuses("SignatureDoesNotMatch", 403);
    nothingIn(bucket);
  }

  // ---- integrity

  @Test
  void whatAFormDeclaresOfItsFileIsChecked() {
    String bucket = buckets.fresh();
    byte[] content = "content".getBytes(UTF_8);
    form(bucket)
        .field("key", "k")
        .field("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
        .sign()
        .post()
        .refuses("BadDigest", 400);
    form(bucket)
        .field("key", "k")
        .field("x-amz-checksum-algorithm", "SHA256")
        .sign()
        .post()
        .refuses("InvalidRequest", 400);
    nothingIn(bucket);
    Answer answer =
        form(bucket)
            .field("key", "k")
            .field("x-amz-checksum-algorithm", "SHA256")
            .field("x-amz-checksum-sha256", Digests.base64("SHA-256", content))
            .sign()
            .post()
            .is(204);
    assertThat(answer.header("x-amz-checksum-sha256"))
        .isEqualTo(Digests.base64("SHA-256", content));
  }

  // ---- who may

  @Test
  void aFormOfNobodyNeedsAPublicBucket() {
    String bucket = buckets.fresh();
    form(bucket).field("key", "k").post().refuses("AccessDenied", 403).says("Access Denied");
    nothingIn(bucket);
    s3.deletePublicAccessBlock(delete -> delete.bucket(bucket));
    s3.putBucketPolicy(put ->
        put.bucket(bucket)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::"
                    + bucket
                    + "/*\"}]}"));
    form(bucket).field("key", "k").post().is(204);
    assertThat(buckets.text(bucket, "k")).isEqualTo("content");
  }

  @Test
  void aBucketsPolicyKnowsForms() {
    String bucket = buckets.fresh();
    s3.putBucketPolicy(put ->
        put.bucket(bucket)
            .policy(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::"
                    + bucket
                    + "/*\",\"Condition\":{\"StringEquals\":{\"s3:authType\":\"POST\"}}}]}"));
    form(bucket).field("key", "k").sign().post().refuses("AccessDenied", 403);
    nothingIn(bucket);
    buckets.put(bucket, "k", "by a header");
  }

  // ---- bad input

  @ParameterizedTest
  @CsvSource({
    "tagging, MalformedXML, 400",
    "x-amz-object-lock-event-hold, NotImplemented, 501",
    "x-amz-website-redirect-location, InvalidRedirectLocation, 400",
    "x-amz-storage-class, InvalidStorageClass, 400",
    "acl, AccessControlListNotSupported, 400",
    "x-amz-server-side-encryption, InvalidArgument, 400",
    "Content-MD5, InvalidDigest, 400",
    "AWSAccessKeyId, InvalidRequest, 400",
    "signature, InvalidRequest, 400",
  })
  void aFieldThatCannotBeHonouredStoresNothing(String name, String code, int status) {
    String bucket = buckets.fresh();
    form(bucket).field("key", "k").field(name, "nonsense").sign().post().refuses(code, status);
    nothingIn(bucket);
  }

  @Test
  void bodiesThatAreNoFormsAreRefused() {
    String bucket = buckets.fresh();
    String target = "/" + bucket;
    raw.anonymous("POST", target, "x", "Content-Type", "text/plain")
        .refuses("PreconditionFailed", 412);
    raw.anonymous("POST", target, "x").refuses("PreconditionFailed", 412);
    raw.anonymous("POST", target, "x", "Content-Type", "multipart/form-data")
        .refuses("MalformedPOSTRequest", 400);
    for (String body : List.of("", "x", "--x", "--x--", "--x\r\n", "\r\n--x\r\n\r\n\r\n--x--")) {
      Answer answer =
          raw.anonymous("POST", target, body, "Content-Type", "multipart/form-data; boundary=x");
      assertThat(answer.status()).as(body).isEqualTo(400);
    }
    form(bucket)
        .field("key", "k")
        .field("x-ignore-much", "x".repeat(20_480))
        .sign()
        .post()
        .refuses("MaxPostPreDataLengthExceeded", 400);
    raw.anonymous("POST", target + "/k", "x", "Content-Type", "multipart/form-data; boundary=x")
        .refuses("MethodNotAllowed", 405);
    nothingIn(bucket);
  }

  @Test
  void aKeyIsDemandedBeforeTheFile() {
    String bucket = buckets.fresh();
    form(bucket).field("Content-Type", "a/b").sign().post().refuses("InvalidArgument", 400);
    form(bucket).field("key", "k".repeat(1025)).sign().post().refuses("KeyTooLongError", 400);
    form(Buckets.freshName()).field("key", "k").sign().post().refuses("NoSuchBucket", 404);
  }
}
