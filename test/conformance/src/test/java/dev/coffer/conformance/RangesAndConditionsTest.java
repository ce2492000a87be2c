package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Pieces of objects, and requests that hold only under a condition. */
@ExtendWith(SharedServer.class)
class RangesAndConditionsTest {
  private static final int SIZE = 3 * 16_384 + 17;
  private static final String OTHER = "\"0123456789abcdef0123456789abcdef\"";

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  RangesAndConditionsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0,16383",
    "16383,16384",
    "16384,16384",
    "5,40000",
    "49168,49168",
    "40000,999999999",
    "0,49168",
    "32767,32768"
  })
  void rangesAreCutAtEveryBorder(int first, int last) {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(SIZE, 7);
    buckets.put(bucket, "k", body);
    var got =
        s3.getObjectAsBytes(g -> g.bucket(bucket).key("k").range("bytes=" + first + "-" + last));
    int end = Math.min(last, SIZE - 1);
    assertThat(got.asByteArrayUnsafe()).isEqualTo(Arrays.copyOfRange(body, first, end + 1));
    assertThat(got.response().contentRange()).isEqualTo("bytes " + first + "-" + end + "/" + SIZE);
    assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
  }

  @Test
  void rangesOfTheEnd() {
    String bucket = buckets.fresh();
    byte[] body = ObjectsTest.random(SIZE, 8);
    buckets.put(bucket, "k", body);
    assertThat(range(bucket, "bytes=-5")).isEqualTo(Arrays.copyOfRange(body, SIZE - 5, SIZE));
    assertThat(range(bucket, "bytes=49000-")).isEqualTo(Arrays.copyOfRange(body, 49000, SIZE));
    assertThat(range(bucket, "bytes=-999999")).isEqualTo(body);
  }

  private byte[] range(String bucket, String range) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").range(range)).asByteArrayUnsafe();
  }

  @Test
  void rangeBehindTheEndIsRefused() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "12345");
    var answer = raw.get("/" + bucket + "/k", "Range", "bytes=5-").refuses("InvalidRange", 416);
    assertThat(answer.element("ActualObjectSize")).contains("5");
    raw.get("/" + bucket + "/k", "Range", "bytes=-0").refuses("InvalidRange", 416);
    buckets.put(bucket, "empty", "");
    raw.get("/" + bucket + "/empty", "Range", "bytes=0-0").refuses("InvalidRange", 416);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=3-1", "bytes=x-y", "lines=0-1", "bytes=0-0,2-3", "bytes=", "0-1"})
  void rangeThatIsNoneIsIgnored(String range) {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "12345");
    assertThat(raw.get("/" + bucket + "/k", "Range", range).is(200).body()).isEqualTo("12345");
  }

  @Test
  void headTellsTheRange() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "12345");
    var head = s3.headObject(h -> h.bucket(bucket).key("k").range("bytes=1-2"));
    assertThat(head.contentLength()).isEqualTo(2);
    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
  }

  @Test
  void readsCompareTheETag() {
    String bucket = buckets.fresh();
    String eTag = buckets.put(bucket, "k", "x").eTag();
    String target = "/" + bucket + "/k";
    raw.get(target, "If-Match", eTag).is(200);
    raw.get(target, "If-Match", eTag.replace("\"", "")).is(200);
    raw.get(target, "If-Match", "*").is(200);
    raw.get(target, "If-Match", OTHER + ", " + eTag).is(200);
    var refused = raw.get(target, "If-Match", OTHER).refuses("PreconditionFailed", 412);
    assertThat(refused.element("Condition")).contains("If-Match");
    raw.get(target, "If-None-Match", OTHER).is(200);
    assertThat(raw.get(target, "If-None-Match", eTag).is(304).header("ETag")).isEqualTo(eTag);
    raw.get(target, "If-None-Match", "*").is(304);
    raw.send("HEAD", target, "", "If-None-Match", eTag).is(304);
    raw.send("HEAD", target, "", "If-Match", OTHER).is(412);
  }

  @Test
  void readsCompareTheTime() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    String target = "/" + bucket + "/k";
    String past = "Mon, 02 Jan 2006 15:04:05 GMT";
    String now = raw.get(target).header("Last-Modified");
    raw.get(target, "If-Modified-Since", past).is(200);
    raw.get(target, "If-Modified-Since", now).is(304);
    raw.get(target, "If-Unmodified-Since", now).is(200);
    var refused = raw.get(target, "If-Unmodified-Since", past).refuses("PreconditionFailed", 412);
    assertThat(refused.element("Condition")).contains("If-Unmodified-Since");
  }

  /** A matching If-Match outweighs If-Unmodified-Since; a failing If-None-Match is 304. */
  @Test
  void eTagsOutweighTimes() {
    String bucket = buckets.fresh();
    String eTag = buckets.put(bucket, "k", "x").eTag();
    String target = "/" + bucket + "/k";
    String past = "Mon, 02 Jan 2006 15:04:05 GMT";
    raw.get(target, "If-Match", eTag, "If-Unmodified-Since", past).is(200);
    raw.get(target, "If-None-Match", eTag, "If-Modified-Since", past).is(304);
  }

  @Test
  void writesHoldOnlyForTheStateTheyName() {
    String bucket = buckets.fresh();
    String first = conditional(bucket, null, "*", "1");
    Refused.with("PreconditionFailed", 412, () -> conditional(bucket, null, "*", "2"));
    String second = conditional(bucket, first, null, "2");
    Refused.with("PreconditionFailed", 412, () -> conditional(bucket, first, null, "3"));
    assertThat(buckets.text(bucket, "k")).isEqualTo("2");
    s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    Refused.with("NoSuchKey", 404, () -> conditional(bucket, second, null, "4"));
    conditional(bucket, null, "*", "5");
    assertThat(buckets.text(bucket, "k")).isEqualTo("5");
  }

  private String conditional(String bucket, String ifMatch, String ifNoneMatch, String body) {
    return s3.putObject(
            put -> put.bucket(bucket).key("k").ifMatch(ifMatch).ifNoneMatch(ifNoneMatch),
            RequestBody.fromString(body))
        .eTag();
  }

  @Test
  void conditionsOnCopySources() {
    String bucket = buckets.fresh();
    String eTag = buckets.put(bucket, "s", "x").eTag();
    Refused.with("PreconditionFailed", 412, () -> copyIf(bucket, OTHER, null));
    Refused.with("PreconditionFailed", 412, () -> copyIf(bucket, null, eTag));
    Refused.with(
        "PreconditionFailed",
        412,
        () ->
            s3.copyObject(c ->
                c.sourceBucket(bucket)
                    .sourceKey("s")
                    .destinationBucket(bucket)
                    .destinationKey("d")
                    .copySourceIfUnmodifiedSince(Instant.EPOCH.plusSeconds(1))));
    copyIf(bucket, eTag, OTHER);
    assertThat(buckets.text(bucket, "d")).isEqualTo("x");
  }

  private void copyIf(String bucket, String match, String noneMatch) {
    s3.copyObject(copy ->
        copy.sourceBucket(bucket)
            .sourceKey("s")
            .destinationBucket(bucket)
            .destinationKey("d")
            .copySourceIfMatch(match)
            .copySourceIfNoneMatch(noneMatch));
  }
}
