package dev.coffer.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.MFADelete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Versions, markers and null versions in buckets that are, were or never were versioned. */
@ExtendWith(SharedServer.class)
class VersioningTest {
  private static final String OWNERS = "bucket-owner-full-control";

  private final S3Client s3;
  private final Buckets buckets;
  private final RawClient raw;

  VersioningTest(S3Client s3, Buckets buckets, RawClient raw) {
    this.s3 = s3;
    this.buckets = buckets;
    this.raw = raw;
  }

  @Test
  void unversionedBucketsShowNoVersionId() {
    String bucket = buckets.fresh();
    assertThat(buckets.put(bucket, "k", "x").versionId()).isNull();
    assertThat(s3.headObject(h -> h.bucket(bucket).key("k")).versionId()).isNull();
    assertThat(version(bucket, "k", "null")).isEqualTo("x");
    assertThat(versions(bucket)).containsExactly("null");
    var deleted = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    assertThat(deleted.versionId()).isNull();
    assertThat(deleted.deleteMarker()).isNotEqualTo(true);
    assertThat(versions(bucket)).isEmpty();
  }

  @Test
  void deletionWithASecondFactorIsRefusedByName() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "x");
    String factor = "arn:aws:iam::111122223333:mfa/root 123456";
    Refused asked =
        Refused.with(
            "NotImplemented",
            501,
            () ->
                s3.putBucketVersioning(put ->
                    put.bucket(bucket)
                        .versioningConfiguration(to ->
                            to.status(BucketVersioningStatus.ENABLED)
                                .mfaDelete(MFADelete.ENABLED))));
    assertThat(asked.message()).isEqualTo("MfaDelete is not served");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () ->
                s3.putBucketVersioning(put ->
                    put.bucket(bucket)
                        .mfa(factor)
                        .versioningConfiguration(to -> to.status(BucketVersioningStatus.ENABLED))),
            () -> s3.deleteObject(delete -> delete.bucket(bucket).key("k").mfa(factor)),
            () ->
                s3.deleteObjects(delete ->
                    delete
                        .bucket(bucket)
                        .mfa(factor)
                        .delete(these ->
                            these.objects(ObjectIdentifier.builder().key("k").build()))))) {
      Refused.with("NotImplemented", 501, call);
    }
    assertThat(s3.getBucketVersioning(get -> get.bucket(bucket)).status()).isNull();
    assertThat(buckets.text(bucket, "k")).isEqualTo("x");
  }

  @Test
  void versionsPileUpNewestFirst() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    String two = buckets.put(bucket, "k", "2").versionId();
    String three = buckets.put(bucket, "k", "3").versionId();
    assertThat(versions(bucket)).containsExactly(three, two, one);
    assertThat(buckets.text(bucket, "k")).isEqualTo("3");
    assertThat(version(bucket, "k", one)).isEqualTo("1");
    assertThat(version(bucket, "k", two)).isEqualTo("2");
    assertThat(s3.headObject(h -> h.bucket(bucket).key("k").versionId(two)).versionId())
        .isEqualTo(two);
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(three));
    assertThat(buckets.text(bucket, "k")).isEqualTo("2");
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(one));
    assertThat(versions(bucket)).containsExactly(two);
    assertThat(latest(bucket)).containsExactly(true);
  }

  @Test
  void markersHideAndTheirRemovalShowsAgain() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    var marked = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    assertThat(marked.deleteMarker()).isTrue();
    String marker = marked.versionId();
    var hidden = raw.get("/" + bucket + "/k").refuses("NoSuchKey", 404);
    assertThat(hidden.header("x-amz-delete-marker")).isEqualTo("true");
    assertThat(hidden.header("x-amz-version-id")).isEqualTo(marker);
    var direct = raw.get("/" + bucket + "/k?versionId=" + marker).refuses("MethodNotAllowed", 405);
    assertThat(direct.header("x-amz-delete-marker")).isEqualTo("true");
    assertThat(direct.element("Method")).contains("GET");
    var acl = raw.send("PUT", "/" + bucket + "/k?acl&versionId=" + marker, "", "x-amz-acl", OWNERS);
    assertThat(acl.refuses("MethodNotAllowed", 405).element("Method")).contains("PUT");
    assertThat(raw.send("HEAD", "/" + bucket + "/k?versionId=" + marker, "").status())
        .isEqualTo(405);
    assertThat(version(bucket, "k", one)).isEqualTo("1");
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    var listed = s3.listObjectVersions(list -> list.bucket(bucket));
    assertThat(listed.deleteMarkers())
        .extracting(DeleteMarkerEntry::isLatest)
        .containsExactly(true);
    assertThat(listed.versions()).extracting(ObjectVersion::isLatest).containsExactly(false);
    var removed = s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(marker));
    assertThat(removed.deleteMarker()).isTrue();
    assertThat(removed.versionId()).isEqualTo(marker);
    assertThat(buckets.text(bucket, "k")).isEqualTo("1");
  }

  @Test
  void deletingNothingMakesAMarkerToo() {
    String bucket = buckets.versioned();
    var first = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    var second = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    assertThat(first.versionId()).isNotEqualTo(second.versionId());
    assertThat(s3.listObjectVersions(l -> l.bucket(bucket)).deleteMarkers()).hasSize(2);
  }

  @Test
  void nullVersionSurvivesUntilItIsReplaced() {
    String bucket = buckets.fresh();
    buckets.put(bucket, "k", "before");
    buckets.versioning(bucket, BucketVersioningStatus.ENABLED);
    String one = buckets.put(bucket, "k", "1").versionId();
    assertThat(versions(bucket)).containsExactly(one, "null");
    assertThat(version(bucket, "k", "null")).isEqualTo("before");
    buckets.versioning(bucket, BucketVersioningStatus.SUSPENDED);
    assertThat(buckets.put(bucket, "k", "after").versionId()).isIn(null, "null");
    assertThat(versions(bucket)).containsExactly("null", one);
    assertThat(version(bucket, "k", "null")).isEqualTo("after");
    assertThat(version(bucket, "k", one)).isEqualTo("1");
  }

  @Test
  void suspendedDeleteReplacesTheNullVersionByAMarker() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    buckets.versioning(bucket, BucketVersioningStatus.SUSPENDED);
    buckets.put(bucket, "k", "null");
    var deleted = s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    assertThat(deleted.deleteMarker()).isTrue();
    assertThat(deleted.versionId()).isEqualTo("null");
    assertThat(versions(bucket)).containsExactly(one);
    var markers = s3.listObjectVersions(l -> l.bucket(bucket)).deleteMarkers();
    assertThat(markers).extracting(DeleteMarkerEntry::versionId).containsExactly("null");
    s3.deleteObject(delete -> delete.bucket(bucket).key("k"));
    assertThat(s3.listObjectVersions(l -> l.bucket(bucket)).deleteMarkers()).hasSize(1);
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId("null"));
    assertThat(buckets.text(bucket, "k")).isEqualTo("1");
  }

  @Test
  void enablingAgainKeepsTheNullVersion() {
    String bucket = buckets.fresh();
    buckets.versioning(bucket, BucketVersioningStatus.SUSPENDED);
    buckets.put(bucket, "k", "null");
    buckets.versioning(bucket, BucketVersioningStatus.ENABLED);
    String one = buckets.put(bucket, "k", "1").versionId();
    assertThat(versions(bucket)).containsExactly(one, "null");
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId("null"));
    assertThat(versions(bucket)).containsExactly(one);
  }

  @Test
  void unknownVersionsAreSaidToBe() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    buckets.put(bucket, "k", "2");
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(one));
    raw.get("/" + bucket + "/k?versionId=" + one).refuses("NoSuchVersion", 404);
    raw.get("/" + bucket + "/k?versionId=null").refuses("NoSuchVersion", 404);
    var malformed = raw.get("/" + bucket + "/k?versionId=nonsense").refuses("InvalidArgument", 400);
    assertThat(malformed.message()).isEqualTo("Invalid version id specified");
    raw.get("/" + bucket + "/k?versionId=").refuses("InvalidArgument", 400);
    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(one));
    assertThat(buckets.text(bucket, "k")).isEqualTo("2");
  }

  @Test
  void versionsOfOtherKeysAreNone() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    buckets.put(bucket, "other", "2");
    String second = buckets.versioned();
    buckets.put(second, "k", "3");
    for (String place :
        List.of("/" + bucket + "/other", "/" + bucket + "/none", "/" + second + "/k")) {
      String target = place + "?versionId=" + one;
      raw.get(target).refuses("NoSuchVersion", 404);
      assertThat(raw.send("HEAD", target, "").status()).isEqualTo(404);
      raw.get(target + "&tagging").refuses("NoSuchVersion", 404);
      raw.send("DELETE", target + "&tagging", "").refuses("NoSuchVersion", 404);
      raw.get(target + "&attributes", "x-amz-object-attributes", "ETag")
          .refuses("NoSuchVersion", 404);
      raw.send("PUT", "/" + bucket + "/copy", "", "x-amz-copy-source", target)
          .refuses("NoSuchVersion", 404);
      assertThat(raw.send("DELETE", target, "").status()).isEqualTo(204);
    }
    assertThat(version(bucket, "k", one)).isEqualTo("1");
    assertThat(versions(bucket)).hasSize(2).contains(one);
    assertThat(versions(second)).hasSize(1);
  }

  @Test
  void manyVersionsAreDeletedAtOnce() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    buckets.put(bucket, "k", "2");
    var done =
        s3.deleteObjects(delete ->
            delete
                .bucket(bucket)
                .delete(d ->
                    d.objects(
                        ObjectIdentifier.builder().key("k").versionId(one).build(),
                        ObjectIdentifier.builder().key("k").build())));
    assertThat(done.deleted()).hasSize(2);
    assertThat(done.deleted().get(0).versionId()).isEqualTo(one);
    assertThat(done.deleted().get(1).deleteMarker()).isTrue();
    assertThat(done.deleted().get(1).deleteMarkerVersionId()).isNotNull();
    assertThat(versions(bucket)).hasSize(1);
  }

  @Test
  void uploadsMakeVersions() {
    String bucket = buckets.versioned();
    String one = buckets.put(bucket, "k", "1").versionId();
    var upload = Upload.begin(s3, bucket, "k");
    upload.part(1, new byte[] {'2'});
    String two = upload.complete().versionId();
    assertThat(versions(bucket)).containsExactly(two, one);
    assertThat(version(bucket, "k", one)).isEqualTo("1");
  }

  private String version(String bucket, String key, String id) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).versionId(id)).asUtf8String();
  }

  private List<String> versions(String bucket) {
    return s3.listObjectVersions(list -> list.bucket(bucket)).versions().stream()
        .map(ObjectVersion::versionId)
        .toList();
  }

  private List<Boolean> latest(String bucket) {
    return s3.listObjectVersions(list -> list.bucket(bucket)).versions().stream()
        .map(ObjectVersion::isLatest)
        .toList();
  }
}
