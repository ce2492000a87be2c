package dev.coffer.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coffer.wire.http.Headers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Tags through the SDK, and beside every encryption type, of which they know nothing. */
@ExtendWith(SharedServer.class)
class TagsTest {
  private static final Tag BLUE = Tag.builder().key("team").value("blue").build();
  private static final Tag EMPTY = Tag.builder().key("a b/ü").value("").build();

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;
  private final KmsClient kms;
  private String keyArn = "";

  TagsTest(S3Client s3, Buckets buckets, RawClient raw, KmsClient kms) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
    this.kms = kms;
  }

  @BeforeEach
  void makeKey() {
    keyArn = kms.createKey().keyMetadata().arn();
  }

  private static Tagging tagging(Tag... tags) {
    return Tagging.builder().tagSet(tags).build();
  }

  private List<Tag> tags(String bucket, String key) {
    return s3.getObjectTagging(get -> get.bucket(bucket).key(key)).tagSet();
  }

  @Test
  void tagsOfAnObject() {
    String bucket = buckets.fresh();
    s3.putObject(
        put -> put.bucket(bucket).key("k").tagging(tagging(BLUE, EMPTY)),
        RequestBody.fromString("x"));
    assertThat(tags(bucket, "k")).containsExactly(BLUE, EMPTY);
    assertThat(s3.headObject(head -> head.bucket(bucket).key("k")).tagCount()).isEqualTo(2);
    s3.putObjectTagging(put -> put.bucket(bucket).key("k").tagging(to -> to.tagSet(EMPTY)));
    assertThat(tags(bucket, "k")).containsExactly(EMPTY);
    s3.deleteObjectTagging(delete -> delete.bucket(bucket).key("k"));
    assertThat(tags(bucket, "k")).isEmpty();
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
  }

  @Test
  void tagsOfABucket() {
    String bucket = buckets.fresh();
    assertThatThrownBy(() -> s3.getBucketTagging(get -> get.bucket(bucket)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            refusal -> assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("NoSuchTagSet"));
    s3.putBucketTagging(put -> put.bucket(bucket).tagging(to -> to.tagSet(BLUE)));
    assertThat(s3.getBucketTagging(get -> get.bucket(bucket)).tagSet()).containsExactly(BLUE);
    s3.deleteBucketTagging(delete -> delete.bucket(bucket));
    String tagged = bucket + "-tagged";
    s3.createBucket(
        create -> create.bucket(tagged).createBucketConfiguration(with -> with.tags(BLUE, EMPTY)));
    assertThat(s3.getBucketTagging(get -> get.bucket(tagged)).tagSet())
        .containsExactly(BLUE, EMPTY);
  }

  @ParameterizedTest
  @EnumSource(Type.class)
  void everyEncryptionTypeHasThemAndNeedsNoKeyForThem(Type type) {
    Sealed in = Sealed.fresh(raw, buckets, keyArn);
    Headers tagged = Headers.of("x-amz-tagging", "team=blue");
    in.send("PUT", "k", "body", type.written(keyArn), tagged).is(200);
    assertThat(in.head("k", type).header("x-amz-tagging-count")).isEqualTo("1");
    String eTag = in.head("k", type).header("ETag");
    s3.putObjectTagging(
        put -> put.bucket(in.bucket()).key("k").tagging(to -> to.tagSet(BLUE, EMPTY)));
    assertThat(tags(in.bucket(), "k")).containsExactly(BLUE, EMPTY);
    Answer read = in.get("k", type).is(200);
    assertThat(read.body()).isEqualTo("body");
    assertThat(read.header("ETag")).isEqualTo(eTag);
    in.send("PUT", "copy", "", type.written(keyArn), in.from("k", type)).is(200);
    assertThat(tags(in.bucket(), "copy")).containsExactly(BLUE, EMPTY);
    String id =
        in.send("POST", "parts?uploads", "", type.written(keyArn), tagged)
            .element("UploadId")
            .orElseThrow();
    String part = in.part("parts", id, 1, "part", type.read()).is(200).header("ETag");
    in.complete("parts", id, List.of(part)).is(200);
    assertThat(tags(in.bucket(), "parts")).containsExactly(BLUE);
    assertThat(in.get("parts", type).body()).isEqualTo("part");
  }

  @Test
  void aCopyMayReplaceThem() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("k")
            .destinationBucket(bucket)
            .destinationKey("c")
            .taggingDirective(TaggingDirective.REPLACE)
            .tagging(tagging(BLUE)));
    assertThat(tags(bucket, "c")).containsExactly(BLUE);
  }

  @Test
  void aFormsFileHasTheTagsOfItsField() {
    String bucket = buckets.fresh();
    PostedForm form = new PostedForm(raw, bucket).field("key", "k");
    form.field(
        "tagging",
        "<Tagging><TagSet><Tag><Key>team</Key><Value>blue</Value></Tag></TagSet></Tagging>");
    assertThat(form.file("x".getBytes(US_ASCII)).sign().post().status()).isEqualTo(204);
    assertThat(tags(bucket, "k")).containsExactly(BLUE);
  }
}
