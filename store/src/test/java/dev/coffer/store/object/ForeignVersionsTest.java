package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.NO_HEADERS;
import static dev.coffer.store.TestStore.NO_OVERRIDES;
import static dev.coffer.store.TestStore.RIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestClock;
import dev.coffer.store.TestStore;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjectTagging;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.GetObject;
import dev.coffer.wire.s3.GetObjectAcl;
import dev.coffer.wire.s3.GetObjectAttributes;
import dev.coffer.wire.s3.GetObjectLegalHold;
import dev.coffer.wire.s3.GetObjectRetention;
import dev.coffer.wire.s3.GetObjectTagging;
import dev.coffer.wire.s3.HeadObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ObjectEncryption;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.Preconditions;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.PutObjectTagging;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.Tag;
import dev.coffer.wire.s3.Tagging;
import dev.coffer.wire.s3.UpdateObjectEncryption;
import dev.coffer.wire.s3.UploadPartCopy;
import dev.coffer.wire.s3.WriteConditions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The id of one key's version means nothing at another key, nor in another bucket. */
final class ForeignVersionsTest {
  private static final String ELSEWHERE = "second-bucket";
  private static final Integrity MD5 = new Integrity("x", null, null, ChecksumHeaders.NONE);
  private static final CopySourceSseCustomer NO_KEY = new CopySourceSseCustomer(null, null, null);
  private static final String LATER = LockRules.text(TestClock.START.plus(Duration.ofDays(9)));
  private static final ObjectLockHeaders LOCK = new ObjectLockHeaders("GOVERNANCE", LATER, "OFF");

  private final Locking locking = new Locking();
  private final TestStore test = locking.test;
  private String version = "";
  private List<?> before = List.of();

  /** Where a version is asked for that is not there. */
  record Place(String bucket, String key, String version) {
    @Override
    public String toString() {
      return bucket + "/" + key;
    }
  }

  /** One request that names a version. */
  @FunctionalInterface
  interface Request {
    void send(TestStore test, Place place) throws Exception;
  }

  @BeforeEach
  void putOneOfEach() {
    var none = Document.of(CreateBucketConfiguration.NONE);
    test.store
        .buckets()
        .createBucket(CALLER, new CreateBucket(ELSEWHERE, AclGrants.NONE, null, true, none));
    version = locking.put("a", LOCK);
    locking.put("b", ObjectLockHeaders.NONE);
    test.put(in(ELSEWHERE, "a"));
    before = state();
  }

  private static PutObject in(String bucket, String key) {
    return new PutObject(
        bucket,
        key,
        NO_HEADERS,
        Sse.NONE,
        SseCustomer.NONE,
        Acl.NONE,
        null,
        Extras.NONE,
        Integrity.NONE,
        WriteConditions.NONE,
        null,
        null,
        null,
        Body.of(new byte[] {'y'}));
  }

  @AfterEach
  void nothingHasChanged() {
    assertThat(state()).isEqualTo(before);
    assertThat(test.text("a", version)).isEqualTo("x");
    test.store.close();
  }

  /** What there is in both buckets, and everything of the version whose id is used elsewhere. */
  private List<?> state() {
    var at = new Place(BUCKET, "a", version);
    var tags = new GetObjectTagging(at.bucket, at.key, at.version, null, null);
    return List.of(
        listed(BUCKET),
        listed(ELSEWHERE),
        test.head("a", version).view(),
        test.store.objectTags().get(CALLER, tags));
  }

  private ListObjectVersions.Output listed(String bucket) {
    var op = new ListObjectVersions(bucket, null, null, null, null, null, null, null, null, null);
    return test.store.versionListings().list(CALLER, op);
  }

  private List<Place> places() {
    return List.of(
        new Place(BUCKET, "b", version),
        new Place(BUCKET, "none", version),
        new Place(BUCKET, "a/", version),
        new Place(ELSEWHERE, "a", version));
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        named("GetObject", ForeignVersionsTest::get),
        named("HeadObject", ForeignVersionsTest::head),
        named("GetObjectAttributes", ForeignVersionsTest::attributes),
        named("GetObjectAcl", ForeignVersionsTest::acl),
        named("GetObjectTagging", ForeignVersionsTest::tags),
        named("PutObjectTagging", ForeignVersionsTest::putTags),
        named("DeleteObjectTagging", ForeignVersionsTest::deleteTags),
        named("GetObjectRetention", ForeignVersionsTest::retention),
        named("PutObjectRetention", ForeignVersionsTest::putRetention),
        named("GetObjectLegalHold", ForeignVersionsTest::hold),
        named("PutObjectLegalHold", ForeignVersionsTest::putHold),
        named("UpdateObjectEncryption", ForeignVersionsTest::encryption),
        named("CopyObject", ForeignVersionsTest::copy),
        named("UploadPartCopy", ForeignVersionsTest::copyPart));
  }

  private static Arguments named(String name, Request request) {
    return Arguments.argumentSet(name, request);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void itIsNoVersionThere(Request request) {
    for (Place place : places()) {
      assertRefused(S3Error.NoSuchVersion, () -> request.send(test, place));
    }
  }

  private static void get(TestStore test, Place at) {
    test.get(
        new GetObject(
            at.bucket,
            at.key,
            at.version,
            null,
            null,
            Preconditions.NONE,
            NO_OVERRIDES,
            null,
            SseCustomer.NONE,
            null,
            null));
  }

  private static void head(TestStore test, Place at) {
    test.store
        .objects()
        .headObject(
            CALLER,
            new HeadObject(
                at.bucket,
                at.key,
                at.version,
                null,
                null,
                Preconditions.NONE,
                NO_OVERRIDES,
                null,
                SseCustomer.NONE,
                null,
                null));
  }

  private static void attributes(TestStore test, Place at) {
    var op =
        new GetObjectAttributes(
            at.bucket, at.key, at.version, null, null, "ETag", SseCustomer.NONE, null, null);
    test.store.attributes().attributes(CALLER, op);
  }

  private static void acl(TestStore test, Place at) {
    test.store
        .objectAcls()
        .get(CALLER, new GetObjectAcl(at.bucket, at.key, at.version, null, null));
  }

  private static void tags(TestStore test, Place at) {
    test.store
        .objectTags()
        .get(CALLER, new GetObjectTagging(at.bucket, at.key, at.version, null, null));
  }

  private static void putTags(TestStore test, Place at) {
    var one = Document.of(new Tagging(new Tagging.TagSet(List.of(new Tag("k", "v")))));
    test.store
        .objectTags()
        .put(CALLER, new PutObjectTagging(at.bucket, at.key, at.version, MD5, null, null, one));
  }

  private static void deleteTags(TestStore test, Place at) {
    test.store
        .objectTags()
        .delete(CALLER, new DeleteObjectTagging(at.bucket, at.key, at.version, null));
  }

  private static void retention(TestStore test, Place at) {
    test.store
        .objectLocks()
        .retention(CALLER, new GetObjectRetention(at.bucket, at.key, at.version, null, null));
  }

  private static void putRetention(TestStore test, Place at) {
    var none = Document.of(new Retention(null, null));
    test.store
        .objectLocks()
        .putRetention(
            CALLER,
            new PutObjectRetention(at.bucket, at.key, at.version, true, MD5, null, null, none));
  }

  private static void hold(TestStore test, Place at) {
    test.store
        .objectLocks()
        .hold(CALLER, new GetObjectLegalHold(at.bucket, at.key, at.version, null, null));
  }

  private static void putHold(TestStore test, Place at) {
    var on = Document.of(new LegalHold("ON"));
    test.store
        .objectLocks()
        .putHold(
            CALLER, new PutObjectLegalHold(at.bucket, at.key, at.version, MD5, null, null, on));
  }

  private static void encryption(TestStore test, Place at) {
    var to = new ObjectEncryption.Target(test.keys.create(CALLER), null);
    var asked = Document.of(new ObjectEncryption(to, null, null, null));
    test.store
        .encryptionUpdates()
        .update(
            CALLER,
            new UpdateObjectEncryption(at.bucket, at.key, at.version, MD5, null, null, asked));
  }

  private static CopySource source(Place at) {
    String named = at.bucket + "/" + at.key + "?versionId=" + at.version;
    return new CopySource(named, null, null, null, null, NO_KEY, null);
  }

  private static void copy(TestStore test, Place at) throws Exception {
    var op =
        new CopyObject(
            BUCKET,
            "copied",
            source(at),
            null,
            null,
            null,
            NO_HEADERS,
            Sse.NONE,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            WriteConditions.NONE,
            null,
            null);
    test.store.copies().copyObject(CALLER, op);
  }

  private static void copyPart(TestStore test, Place at) throws Exception {
    String upload =
        test.store
            .uploads()
            .create(
                CALLER,
                new CreateMultipartUpload(
                    BUCKET,
                    "copied",
                    NO_HEADERS,
                    Sse.NONE,
                    SseCustomer.NONE,
                    Acl.NONE,
                    null,
                    Extras.NONE,
                    null,
                    null,
                    null,
                    null))
            .uploadId();
    var op =
        new UploadPartCopy(
            BUCKET, "copied", 1, upload, source(at), null, SseCustomer.NONE, null, null);
    test.store.copies().copyPart(CALLER, op);
  }

  @Test
  void itsRemovalThereIsDoneAndRemovesNothing() {
    for (Place at : places()) {
      var op = new DeleteObject(at.bucket, at.key, at.version, null, true, null, null);
      assertThat(test.store.deletes().deleteObject(CALLER, op))
          .isEqualTo(new DeleteObject.Output(null, version));
    }
  }

  @Test
  void itsRemovalAmongManyIsDoneAndRemovesNothing() {
    for (Place at : places()) {
      var target = new DeleteObjects.Target(at.key, at.version, null);
      var document = Document.of(new DeleteObjects.Delete(List.of(target), false));
      var op = new DeleteObjects(at.bucket, true, MD5, null, null, document);
      DeleteObjects.Output output = test.store.deletes().deleteObjects(CALLER, RIGHTS, op);
      assertThat(output.errors()).isEmpty();
      assertThat(output.deleted())
          .containsExactly(new DeleteObjects.Deleted(at.key, at.version, null, null));
    }
  }
}
