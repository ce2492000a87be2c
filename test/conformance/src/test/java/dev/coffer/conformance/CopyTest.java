package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A copy is a new write of what another object says. */
@ExtendWith(SharedServer.class)
class CopyTest {
  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  CopyTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  private CopyObjectResponse copy(
      String from, String to, Consumer<CopyObjectRequest.Builder> more) {
    return s3.copyObject(copy ->
        more.accept(
            copy.sourceBucket(from)
                .sourceKey("s \u00fc")
                .destinationBucket(to)
                .destinationKey("d")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 16_384, 100_000, 6_000_000})
  void bodiesOfEverySizeAreCopied(int size) {
    String from = buckets.fresh();
    String to = buckets.fresh();
    byte[] body = ObjectsTest.random(size, size);
    buckets.put(from, "s \u00fc", body);
    CopyObjectResponse copied = copy(from, to, _ -> {});
    assertThat(copied.copyObjectResult().eTag()).isEqualTo(ObjectsTest.quotedMd5(body));
    assertThat(copied.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    assertThat(Arrays.equals(buckets.body(to, "d"), body)).isTrue();
    s3.deleteObject(delete -> delete.bucket(from).key("s \u00fc"));
    assertThat(Arrays.equals(buckets.body(to, "d"), body)).isTrue();
  }

  @Test
  void multipartObjectsBecomeOneBody() {
    String bucket = buckets.fresh();
    byte[] one = ObjectsTest.random(Upload.SMALLEST, 1);
    byte[] two = ObjectsTest.random(100, 2);
    var upload = Upload.begin(s3, bucket, "s \u00fc");
    upload.part(1, one);
    upload.part(2, two);
    upload.complete();
    byte[] whole = MultipartTest.concat(one, two);
    var copied = copy(bucket, bucket, _ -> {});
    assertThat(copied.copyObjectResult().eTag()).isEqualTo(ObjectsTest.quotedMd5(whole));
    assertThat(Arrays.equals(buckets.body(bucket, "d"), whole)).isTrue();
  }

  @Test
  void whatACopyReplacesMayBeNamed() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "s", "new");
    String old = buckets.put(bucket, "d", "old").eTag();
    copied(bucket, "d", "If-None-Match", "*").refuses("PreconditionFailed", 412);
    copied(bucket, "d", "If-Match", "\"" + "0".repeat(32) + "\"")
        .refuses("PreconditionFailed", 412);
    copied(bucket, "none", "If-Match", old).refuses("NoSuchKey", 404);
    copied(bucket, "d", "If-Match", "*").refuses("NotImplemented", 501);
    copied(bucket, "d", "x-amz-copy-source-range", "bytes=0-1").refuses("NotImplemented", 501);
    assertThat(buckets.text(bucket, "d")).isEqualTo("old");
    assertThat(copied(bucket, "d", "If-Match", old).status()).isEqualTo(200);
    assertThat(copied(bucket, "none", "If-None-Match", "*").status()).isEqualTo(200);
    assertThat(buckets.text(bucket, "d")).isEqualTo("new");
    assertThat(buckets.text(bucket, "none")).isEqualTo("new");
  }

  private Answer copied(String bucket, String to, String condition, String value) {
    String source = bucket + "/s";
    String target = "/" + bucket + "/" + to;
    return raw.send("PUT", target, "", "x-amz-copy-source", source, condition, value);
  }

  @Test
  void aPartIsCopiedFromWhatIsNamed() {
    String bucket = buckets.fresh();
    String tag = buckets.put(bucket, "s", "part").eTag();
    var upload = Upload.begin(s3, bucket, "d");
    String target = "/" + bucket + "/d?partNumber=1&uploadId=" + upload.id();
    String name = "x-amz-copy-source";
    String source = bucket + "/s";
    raw.send("PUT", target, "", name, source, name + "-if-none-match", tag)
        .refuses("PreconditionFailed", 412);
    raw.send("PUT", target, "", name, source, name + "-if-match", "\"" + "0".repeat(32) + "\"")
        .refuses("PreconditionFailed", 412);
    assertThat(raw.send("PUT", target, "", name, source, name + "-if-match", tag).status())
        .isEqualTo(200);
  }

  @Test
  void metadataIsTakenOrReplaced() {
    String bucket = buckets.fresh();
    s3.putObject(
        put -> put.bucket(bucket).key("s \u00fc").contentType("text/z").metadata(Map.of("a", "b")),
        RequestBody.fromString("x"));
    copy(bucket, bucket, c -> c.metadata(Map.of("ignored", "yes")));
    var taken = s3.headObject(h -> h.bucket(bucket).key("d"));
    assertThat(taken.metadata()).isEqualTo(Map.of("a", "b"));
    assertThat(taken.contentType()).isEqualTo("text/z");
    copy(
        bucket,
        bucket,
        c -> c.metadataDirective(MetadataDirective.REPLACE).metadata(Map.of("c", "d")));
    var replaced = s3.headObject(h -> h.bucket(bucket).key("d"));
    assertThat(replaced.metadata()).isEqualTo(Map.of("c", "d"));
    assertThat(replaced.contentType()).isEqualTo("binary/octet-stream");
    String[] nonsense = {
      "x-amz-copy-source", bucket + "/s%20%C3%BC", "x-amz-metadata-directive", "X"
    };
    raw.send("PUT", "/" + bucket + "/d", "", nonsense).refuses("InvalidArgument", 400);
  }

  @Test
  void copyOntoItselfMustChangeSomething() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "d", "x");
    Consumer<CopyObjectRequest.Builder> itself = copy -> copy.sourceKey("d");
    var refused = Refused.with("InvalidRequest", 400, () -> copy(bucket, bucket, itself));
    assertThat(refused.message())
        .isEqualTo(
            "This copy request is illegal because it is trying to copy an object to itself without"
                + " changing the object's metadata, storage class, website redirect location or"
                + " encryption attributes.");
    copy(bucket, bucket, itself.andThen(c -> c.serverSideEncryption("AES256")));
    copy(bucket, bucket, itself.andThen(c -> c.metadataDirective("REPLACE")));
    String rule = EncryptionConfigurationTest.apply("AES256", null);
    raw.send("PUT", "/" + bucket + "?encryption", EncryptionConfigurationTest.document(rule))
        .is(200);
    copy(bucket, bucket, itself);
    assertThat(buckets.text(bucket, "d")).isEqualTo("x");
  }

  @Test
  void absentSourcesAreNamed() {
    String bucket = buckets.fresh();
    Refused.with("NoSuchKey", 404, () -> copy(bucket, bucket, _ -> {}));
    Refused.with("NoSuchBucket", 404, () -> copy(Buckets.freshName(), bucket, _ -> {}));
    Refused.with("NoSuchBucket", 404, () -> copy(bucket, Buckets.freshName(), _ -> {}));
    for (String source : List.of("", "/", bucket, "/" + bucket, "%zz/x")) {
      var answer = raw.send("PUT", "/" + bucket + "/d", "", "x-amz-copy-source", source);
      assertThat(answer.status()).as("%s: %s", source, answer.body()).isEqualTo(400);
    }
    raw.get("/" + bucket + "/d").refuses("NoSuchKey", 404);
  }

  @Test
  void sourcesKeepTheirAwkwardNames() {
    String bucket = buckets.fresh();
    for (String key : List.of("a//b", "a+b", "a%2Fb", "a b", "\u00fc", "a/../b", "q?x=y", "a#b")) {
      buckets.put(bucket, key, key);
      s3.copyObject(
          c -> c.sourceBucket(bucket).sourceKey(key).destinationBucket(bucket).destinationKey("d"));
      assertThat(buckets.text(bucket, "d")).isEqualTo(key);
    }
  }

  @Test
  void oldVersionsAreCopied() {
    String bucket = buckets.versioned();
    String old = buckets.put(bucket, "s \u00fc", "old").versionId();
    buckets.put(bucket, "s \u00fc", "new");
    var copied = copy(bucket, bucket, c -> c.sourceVersionId(old));
    assertThat(copied.copySourceVersionId()).isEqualTo(old);
    assertThat(copied.versionId()).isNotNull().isNotEqualTo(old);
    assertThat(buckets.text(bucket, "d")).isEqualTo("old");
    s3.deleteObject(delete -> delete.bucket(bucket).key("s \u00fc"));
    Refused.with("NoSuchKey", 404, () -> copy(bucket, bucket, _ -> {}));
    copy(bucket, bucket, c -> c.sourceVersionId(old));
  }

  @Test
  void partsAreCopiedFromRanges() {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(Upload.SMALLEST + 100_000, 4);
    buckets.put(bucket, "s", body);
    var upload = Upload.begin(s3, bucket, "d");
    partFrom(upload, bucket, 1, "bytes=3-" + (Upload.SMALLEST + 2));
    partFrom(upload, bucket, 2, "bytes=0-10");
    upload.complete();
    byte[] expected =
        MultipartTest.concat(
            Arrays.copyOfRange(body, 3, Upload.SMALLEST + 3), Arrays.copyOf(body, 11));
    assertThat(Arrays.equals(buckets.body(bucket, "d"), expected)).isTrue();
    var other = Upload.begin(s3, bucket, "e");
    for (String range : List.of("bytes=5-", "bytes=-5", "bytes=0-99999999", "0-1")) {
      Refused.with("InvalidArgument", 400, () -> partFrom(other, bucket, 1, range));
    }
    partFrom(other, bucket, 1, null);
    other.complete();
    assertThat(Arrays.equals(buckets.body(bucket, "e"), body)).isTrue();
  }

  private void partFrom(Upload upload, String bucket, int number, String range) {
    var copied =
        s3.uploadPartCopy(p ->
            p.sourceBucket(bucket)
                .sourceKey("s")
                .destinationBucket(bucket)
                .destinationKey(upload.key())
                .uploadId(upload.id())
                .partNumber(number)
                .copySourceRange(range));
    upload.add(
        CompletedPart.builder().partNumber(number).eTag(copied.copyPartResult().eTag()).build());
  }
}
