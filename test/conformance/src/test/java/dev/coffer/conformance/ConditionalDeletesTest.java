package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects of general purpose buckets that are deleted only as somebody saw them. */
@ExtendWith(SharedServer.class)
class ConditionalDeletesTest {
  private final S3Client s3;
  private final Buckets buckets;

  ConditionalDeletesTest(S3Client s3, Buckets buckets) {
    this.s3 = s3;
    this.buckets = buckets;
  }

  @Test
  void anObjectThatChangedStays() {
    String bucket = buckets.fresh();
    String seen = buckets.put(bucket, "k", "one").eTag();
    String now = buckets.put(bucket, "k", "two").eTag();
    Refused.with("PreconditionFailed", 412, () -> delete(bucket, seen));
    assertThat(buckets.text(bucket, "k")).isEqualTo("two");
    delete(bucket, now);
    Refused.with("NoSuchKey", 404, () -> buckets.text(bucket, "k"));
  }

  @Test
  void aStarIsForAnyObjectThatIsThere() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    delete(bucket, "*");
    Refused.with("NoSuchKey", 404, () -> buckets.text(bucket, "k"));
    Refused.with("PreconditionFailed", 412, () -> delete(bucket, "*"));
  }

  /** The condition is about what is read, and a marker hides it. */
  @Test
  void inAVersionedBucketTheNewestCounts() {
    String bucket = buckets.versioned();
    String old = buckets.put(bucket, "k", "one").eTag();
    String now = buckets.put(bucket, "k", "two").eTag();
    Refused.with("PreconditionFailed", 412, () -> delete(bucket, old));
    delete(bucket, now);
    var listed = s3.listObjectVersions(list -> list.bucket(bucket));
    assertThat(listed.versions()).hasSize(2);
    assertThat(listed.deleteMarkers()).hasSize(1);
  }

  private void delete(String bucket, String eTag) {
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").ifMatch(eTag));
  }

  @Test
  void eachOfManyHasItsOwnCondition() {
    String bucket = buckets.fresh();
    String first = buckets.put(bucket, "a", "1").eTag();
    buckets.put(bucket, "b", "2");
    buckets.put(bucket, "c", "3");
    var done =
        s3.deleteObjects(delete ->
            delete
                .bucket(bucket)
                .delete(these ->
                    these.objects(
                        ObjectIdentifier.builder().key("a").eTag(first).build(),
                        ObjectIdentifier.builder().key("b").eTag(first).build(),
                        ObjectIdentifier.builder().key("c").build())));
    assertThat(done.deleted()).extracting(DeletedObject::key).containsExactly("a", "c");
    assertThat(done.errors()).extracting(S3Error::key).containsExactly("b");
    assertThat(done.errors()).extracting(S3Error::code).containsExactly("PreconditionFailed");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactly("b");
  }
}
