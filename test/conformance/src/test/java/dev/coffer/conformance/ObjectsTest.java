package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.wire.http.Headers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** An object comes back as it was put. */
@ExtendWith(SharedServer.class)
class ObjectsTest {
  private static final int CHUNK = 16 * 1024;

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  ObjectsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String quotedMd5(byte[] bytes) {
    return '"' + Digests.hex("MD5", bytes) + '"';
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 8191, 8192, 8193, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 65_535, 65_536, 1_000_003,
        9_000_000
      })
  void bodiesOfEverySizeComeBack(int size) {
    String bucket = buckets.fresh();
    byte[] body = random(size, size);
    var put = buckets.put(bucket, "k", body);
    assertThat(put.eTag()).isEqualTo(quotedMd5(body));
    assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    var got = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k"));
    assertThat(Arrays.equals(got.asByteArrayUnsafe(), body)).isTrue();
    assertThat(got.response().contentLength()).isEqualTo(size);
    assertThat(got.response().serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(got.response().eTag()).isEqualTo(quotedMd5(body));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).contentLength()).isEqualTo(size);
  }

  @Test
  void headersAndMetadataComeBack() {
    String bucket = buckets.fresh();
    var expires = Instant.parse("2031-02-03T04:05:06Z");
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key("k")
                .contentType("text/x; charset=utf-8")
                .cacheControl("no-store")
                .contentDisposition("attachment; filename=\"a b\"")
                .contentEncoding("gzip")
                .contentLanguage("de")
                .expires(expires)
                .metadata(Map.of("one", "two", "three", "four five")),
        RequestBody.fromString("x"));
    var head = s3.headObject(h -> h.bucket(bucket).key("k"));
    assertThat(head.contentType()).isEqualTo("text/x; charset=utf-8");
    assertThat(head.cacheControl()).isEqualTo("no-store");
    assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"a b\"");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.contentLanguage()).isEqualTo("de");
    assertThat(head.expiresString()).contains("03 Feb 2031 04:05:06 GMT");
    assertThat(head.metadata()).isEqualTo(Map.of("one", "two", "three", "four five"));
    assertThat(head.acceptRanges()).isEqualTo("bytes");
    assertThat(head.lastModified()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void absentTypeIsAmazonsDefault() {
    String bucket = buckets.fresh();
    raw.send("PUT", "/" + bucket + "/k", "x").is(200);
    var answer = raw.get("/" + bucket + "/k").is(200);
    assertThat(answer.header("Content-Type")).isEqualTo("binary/octet-stream");
    assertThat(answer.header("x-amz-request-id")).isNotEmpty();
  }

  @Test
  void answersHeadersCanBeOverridden() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    var got =
        s3.getObjectAsBytes(get ->
                get.bucket(bucket)
                    .key("k")
                    .responseContentType("text/y")
                    .responseCacheControl("private")
                    .responseContentDisposition("inline")
                    .responseContentEncoding("identity")
                    .responseContentLanguage("fr"))
            .response();
    assertThat(
            List.of(
                got.contentType(),
                got.cacheControl(),
                got.contentDisposition(),
                got.contentEncoding(),
                got.contentLanguage()))
        .containsExactly("text/y", "private", "inline", "identity", "fr");
  }

  @Test
  void metadataBeyondTheLimitIsRefused() {
    String bucket = buckets.fresh();
    String value = "v".repeat(2048);
    raw.send("PUT", "/" + bucket + "/k", "x", "x-amz-meta-a", value)
        .refuses("MetadataTooLarge", 400);
    raw.send("PUT", "/" + bucket + "/k", "x", "x-amz-meta-a", value.substring(1)).is(200);
    assertThat(raw.get("/" + bucket + "/k").header("x-amz-meta-a")).hasSize(2047);
  }

  @Test
  void laterPutReplaces() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", random(500_000, 1));
    buckets.put(bucket, "k", "small");
    assertThat(buckets.text(bucket, "k")).isEqualTo("small");
    buckets.put(bucket, "k", random(300_000, 2));
    assertThat(Arrays.equals(buckets.body(bucket, "k"), random(300_000, 2))).isTrue();
  }

  @Test
  void deletedObjectIsGoneAndDeletingIsRepeatable() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    for (int i = 0; i < 2; i++) {
      var deleted = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
      assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(204);
    }
    Refused.with("NoSuchKey", 404, () -> buckets.body(bucket, "k"));
    Refused.head(404, () -> s3.headObject(head -> head.bucket(bucket).key("k")));
    assertThat(raw.get("/" + bucket + "/k").element("Key")).contains("k");
  }

  @Test
  void manyAreDeletedAtOnce() {
    String bucket = buckets.fresh();
    List<ObjectIdentifier> keys =
        IntStream.range(0, 20)
            .mapToObj(i -> ObjectIdentifier.builder().key("k" + i).build())
            .toList();
    keys.subList(0, 10).forEach(key -> buckets.put(bucket, key.key(), "x"));
    buckets.put(bucket, "kept", "x");
    var done = s3.deleteObjects(delete -> delete.bucket(bucket).delete(d -> d.objects(keys)));
    assertThat(done.deleted()).extracting(DeletedObject::key).hasSize(20);
    assertThat(done.errors()).isEmpty();
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).hasSize(1);
    assertThat(
            s3.deleteObjects(d -> d.bucket(bucket).delete(x -> x.objects(keys).quiet(true)))
                .deleted())
        .isEmpty();
  }

  @Test
  void deletingMoreThanAThousandAtOnceIsRefused() {
    String bucket = buckets.fresh();
    var body = new StringBuilder("<Delete>");
    for (int i = 0; i < 1001; i++) {
      body.append("<Object><Key>k").append(i).append("</Key></Object>");
    }
    String document = body.append("</Delete>").toString();
    raw.send(
            "POST",
            "/" + bucket + "?delete",
            document,
            "Content-MD5",
            EncryptionRefusalsTest.md5(document))
        .refuses("MalformedXML", 400);
  }

  @Test
  void attributesAreThoseAskedFor() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "12345");
    var all =
        s3.getObjectAttributes(
            get -> get.bucket(bucket).key("k").objectAttributes(ObjectAttributes.knownValues()));
    assertThat(all.objectSize()).isEqualTo(5);
    assertThat('"' + all.eTag() + '"').isEqualTo(quotedMd5("12345".getBytes(US_ASCII)));
    assertThat(all.storageClassAsString()).isEqualTo("STANDARD");
    var one =
        s3.getObjectAttributes(
            g -> g.bucket(bucket).key("k").objectAttributes(ObjectAttributes.OBJECT_SIZE));
    assertThat(one.objectSize()).isEqualTo(5);
    assertThat(one.eTag()).isNull();
  }

  @Test
  void bodyWithoutLengthIsRefused() {
    String bucket = buckets.fresh();
    byte[] chunked = "1\r\nx\r\n0\r\n\r\n".getBytes(US_ASCII);
    var request =
        raw.signed(
            "PUT",
            "/" + bucket + "/k",
            "x".getBytes(US_ASCII),
            Headers.of("Transfer-Encoding", "chunked"));
    raw.exchange(request, chunked).refuses("MissingContentLength", 411);
    raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
  }
}
