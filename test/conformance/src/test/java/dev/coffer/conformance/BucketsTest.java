package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** Buckets come, are found, and go when they are empty. */
@ExtendWith(SharedServer.class)
class BucketsTest {
  private static final String STRANGER = "210987654321";

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  BucketsTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @Test
  void newBucketIsFoundUntilItIsDeleted() {
    String name = Buckets.freshName();
    var created = s3.createBucket(create -> create.bucket(name));
    assertThat(created.location()).isEqualTo("/" + name);
    assertThat(s3.headBucket(head -> head.bucket(name)).bucketRegion()).isEqualTo("us-east-1");
    assertThat(s3.getBucketLocation(get -> get.bucket(name)).locationConstraintAsString())
        .isIn(null, "");
    assertThat(s3.listBuckets(list -> list.prefix(name)).buckets())
        .extracting(Bucket::name)
        .containsExactly(name);
    var deleted = s3.deleteBucket(delete -> delete.bucket(name));
    assertThat(deleted.sdkHttpResponse().statusCode()).isEqualTo(204);
    Refused.head(404, () -> s3.headBucket(head -> head.bucket(name)));
    Refused.with("NoSuchBucket", 404, () -> s3.deleteBucket(delete -> delete.bucket(name)));
  }

  @Test
  void namesOfDeletedBucketsAreFreeAndHoldNothing() {
    String name = buckets.fresh();
    buckets.put(name, "k", "old");
    s3.deleteObject(delete -> delete.bucket(name).key("k"));
    s3.deleteBucket(delete -> delete.bucket(name));
    s3.createBucket(create -> create.bucket(name));
    assertThat(s3.listObjectsV2(list -> list.bucket(name)).contents()).isEmpty();
    assertThat(s3.getBucketVersioning(get -> get.bucket(name)).status()).isNull();
  }

  @Test
  void everyOperationOnNoBucketSaysSo() {
    String none = Buckets.freshName();
    for (String target :
        List.of(
            "?location",
            "?encryption",
            "?versioning",
            "?versions",
            "?uploads",
            "?list-type=2",
            "",
            "/k",
            "/k?attributes")) {
      var answer = raw.get("/" + none + target, "x-amz-object-attributes", "ETag");
      answer.refuses("NoSuchBucket", 404).says("The specified bucket does not exist");
      assertThat(answer.element("BucketName")).contains(none);
    }
    Refused.with("NoSuchBucket", 404, () -> buckets.put(none, "k", "x"));
    Refused.with("NoSuchBucket", 404, () -> s3.createMultipartUpload(c -> c.bucket(none).key("k")));
    Refused.head(404, () -> s3.headObject(head -> head.bucket(none).key("k")));
  }

  @Test
  void bucketThatHoldsSomethingIsNotDeleted() {
    String name = buckets.fresh();
    buckets.put(name, "k", "x");
    Refused.with("BucketNotEmpty", 409, () -> s3.deleteBucket(delete -> delete.bucket(name)));
    assertThat(buckets.text(name, "k")).isEqualTo("x");
  }

  @Test
  void bucketWithADeleteMarkerIsNotDeleted() {
    String name = buckets.versioned();
    String marker = s3.deleteObject(delete -> delete.bucket(name).key("k")).versionId();
    Refused.with("BucketNotEmpty", 409, () -> s3.deleteBucket(delete -> delete.bucket(name)));
    s3.deleteObject(delete -> delete.bucket(name).key("k").versionId(marker));
    s3.deleteBucket(delete -> delete.bucket(name));
  }

  @Test
  void bucketsAreListedInPages() {
    String prefix = Buckets.freshName();
    var names = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      String name = prefix + "-" + i;
      s3.createBucket(create -> create.bucket(name));
      names.add(name);
    }
    var seen = new ArrayList<String>();
    String next = null;
    do {
      String token = next;
      ListBucketsResponse page =
          s3.listBuckets(l -> l.prefix(prefix).maxBuckets(2).continuationToken(token));
      assertThat(page.buckets()).hasSizeBetween(1, 2);
      page.buckets().forEach(bucket -> seen.add(bucket.name()));
      next = page.continuationToken();
    } while (next != null);
    assertThat(seen).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "UPPER",
        "a_b",
        "-ab",
        "ab-",
        "a..b",
        "192.168.5.4",
        "xn--abc",
        "abc-s3alias",
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg",
        "%C3%BCber",
        "a%20b"
      })
  void invalidNamesAreRefused(String name) {
    raw.send("PUT", "/" + name, "").refuses("InvalidBucketName", 400);
  }

  @Test
  void expectedOwnerIsCompared() {
    String name = buckets.fresh();
    Refused.with(
        "AccessDenied",
        403,
        () -> s3.deleteBucket(delete -> delete.bucket(name).expectedBucketOwner(STRANGER)));
    raw.get("/" + name + "?versioning", "x-amz-expected-bucket-owner", "0000")
        .refuses("InvalidBucketOwnerAWSAccountID", 400)
        .says(
            "The value of the expected bucket owner parameter must be an AWS Account ID... [0000]");
    s3.headBucket(head -> head.bucket(name));
  }

  @Test
  void settingsThatAreNotServedAreRefused() {
    String name = Buckets.freshName();
    Refused.with(
        "InvalidBucketAclWithObjectOwnership",
        400,
        () -> s3.createBucket(c -> c.bucket(name).acl(BucketCannedACL.PUBLIC_READ)));
    Refused.by(() ->
        s3.createBucket(create ->
            create
                .bucket(name)
                .createBucketConfiguration(in -> in.locationConstraint("mars-north-1"))));
    Refused.head(404, () -> s3.headBucket(head -> head.bucket(name)));
  }

  @Test
  void versioningIsOffThenOnThenSuspended() {
    String name = buckets.fresh();
    assertThat(s3.getBucketVersioning(get -> get.bucket(name)).status()).isNull();
    for (var status : List.of(BucketVersioningStatus.ENABLED, BucketVersioningStatus.SUSPENDED)) {
      buckets.versioning(name, status);
      assertThat(s3.getBucketVersioning(get -> get.bucket(name)).status()).isEqualTo(status);
    }
  }
}
