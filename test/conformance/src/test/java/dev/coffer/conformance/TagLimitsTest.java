package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** How many tags there may be and how long, as the SDK is told; a refusal leaves what was there. */
@ExtendWith(SharedServer.class)
class TagLimitsTest {
  private static final String TOO_MANY_OF_OBJECT = "Object tags cannot be greater than 10";
  private static final String TOO_MANY_OF_BUCKET = "Bucket tag count cannot be greater than 50";

  private final S3Client s3;
  private final Buckets buckets;
  private String bucket;

  TagLimitsTest(S3Client s3, Buckets buckets) {
    this.s3 = s3;
    this.buckets = buckets;
  }

  @BeforeEach
  void tagged() {
    bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
  }

  private static List<Tag> tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> tag("key" + i, "value")).toList();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void putObjectTags(List<Tag> tags) {
    s3.putObjectTagging(put -> put.bucket(bucket).key("k").tagging(to -> to.tagSet(tags)));
  }

  private void putBucketTags(List<Tag> tags) {
    s3.putBucketTagging(put -> put.bucket(bucket).tagging(to -> to.tagSet(tags)));
  }

  private List<Tag> objectTags() {
    return s3.getObjectTagging(get -> get.bucket(bucket).key("k")).tagSet();
  }

  private List<Tag> bucketTags() {
    return s3.getBucketTagging(get -> get.bucket(bucket)).tagSet();
  }

  private static void refused(String code, String text, Consumer<List<Tag>> put, List<Tag> tags) {
    assertThat(Refused.with(code, 400, () -> put.accept(tags)).message()).isEqualTo(text);
  }

  @Test
  void anObjectHasTenAtMost() {
    putObjectTags(tags(10));
    refused("BadRequest", TOO_MANY_OF_OBJECT, this::putObjectTags, tags(11));
    assertThat(objectTags()).isEqualTo(tags(10));
    Tagging eleven = Tagging.builder().tagSet(tags(11)).build();
    refused(
        "BadRequest",
        TOO_MANY_OF_OBJECT,
        _ ->
            s3.putObject(
                put -> put.bucket(bucket).key("k").tagging(eleven), RequestBody.fromString("y")),
        tags(11));
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
  }

  @Test
  void aBucketHasFiftyAtMost() {
    putBucketTags(tags(50));
    refused("BadRequest", TOO_MANY_OF_BUCKET, this::putBucketTags, tags(51));
    assertThat(bucketTags()).containsExactlyInAnyOrderElementsOf(tags(50));
  }

  @Test
  void keysHave128CharactersAtMostAndValues256() {
    List<Tag> longest = List.of(tag("k".repeat(128), "v".repeat(256)));
    putObjectTags(longest);
    putBucketTags(longest);
    for (Consumer<List<Tag>> put :
        List.<Consumer<List<Tag>>>of(this::putObjectTags, this::putBucketTags)) {
      List<Tag> key = List.of(tag("k".repeat(129), "v"));
      refused("InvalidTag", "The TagKey you have provided is invalid", put, key);
      List<Tag> value = List.of(tag("k", "v".repeat(257)));
      refused("InvalidTag", "The TagValue you have provided is invalid", put, value);
    }
    assertThat(objectTags()).isEqualTo(longest);
    assertThat(bucketTags()).isEqualTo(longest);
  }
}
