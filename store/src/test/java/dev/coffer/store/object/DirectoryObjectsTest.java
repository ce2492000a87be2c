package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.FusedStore.CALLER;
import static dev.coffer.store.object.FusedStore.DIRECTORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Rights;
import dev.coffer.store.TestStore;
import dev.coffer.store.object.FusedStore.Asked;
import dev.coffer.store.object.FusedStore.At;
import dev.coffer.store.object.FusedStore.Spot;
import dev.coffer.store.object.FusedStore.Upload;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.CommonPrefix;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Delete;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.ObjectHeaders;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.PutObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: spec/encryption.md R158 to R160: what of an object's life is particular in a directory. */
final class DirectoryObjectsTest {
  private static final Asked PLAINLY = new Asked(Sse.NONE, SseCustomer.NONE, "m");

  private final FusedStore store = new FusedStore();

  @AfterEach
  void close() {
    store.close();
  }

  private static Spot spot(String key) {
    return new Spot(DIRECTORY, key);
  }

  private void put(String... keys) throws IOException {
    for (String key : keys) {
      store.put(spot(key), PLAINLY, World.utf8(key));
    }
  }

  private static void refused(S3Error error, ThrowingCallable call) {
    assertThat(refusal(call).error()).isEqualTo(error);
  }

  private ListObjectsV2.Output list(@Nullable String prefix, @Nullable String delimiter) {
    return list(prefix, delimiter, null, null);
  }

  private ListObjectsV2.Output list(
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable Integer max,
      @Nullable String token) {
    var op =
        new ListObjectsV2(
            DIRECTORY, delimiter, null, max, prefix, token, null, null, null, null, null);
    return store.store().listings().list(CALLER, op);
  }

  private static List<String> keys(ListObjectsV2.Output page) {
    return page.contents().stream().map(ListedObject::key).toList();
  }

  private static List<String> prefixes(ListObjectsV2.Output page) {
    return page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
  }

  @Test
  void uploadsInProgressShowInCommonPrefixesAlone() throws IOException {
    put("a/1", "b");
    store.begin(spot("a/2"), PLAINLY);
    store.begin(spot("c/d/3"), PLAINLY);
    Upload ended = store.begin(spot("e/4"), PLAINLY);
    store.begin(spot("top"), PLAINLY);
    assertThat(prefixes(list(null, "/"))).containsExactly("a/", "c/", "e/");
    assertThat(keys(list(null, "/"))).containsExactly("b");
    assertThat(prefixes(list("c/", "/"))).containsExactly("c/d/");
    assertThat(keys(list("c/d/", "/"))).isEmpty();
    assertThat(keys(list(null, null))).containsExactly("a/1", "b");
    store.complete(ended, List.of(store.part(ended, 1, World.utf8("x"))));
    assertThat(keys(list("e/", "/"))).containsExactly("e/4");
  }

  @Test
  void pagesGoOnBehindPrefixesOfUploads() throws IOException {
    put("b", "d");
    store.begin(spot("a/1"), PLAINLY);
    store.begin(spot("c/1"), PLAINLY);
    store.begin(spot("c/2"), PLAINLY);
    List<String> lines = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2.Output page = list(null, "/", 1, token);
      assertThat(page.keyCount()).isEqualTo(1);
      lines.addAll(prefixes(page));
      lines.addAll(keys(page));
      token = page.nextContinuationToken();
    } while (token != null);
    assertThat(lines).containsExactly("a/", "b", "c/", "d");
  }

  @Test
  void generalPurposeBucketsListNoUploads() {
    store.begin(new Spot(FusedStore.PLAIN, "a/1"), PLAINLY);
    var op =
        new ListObjectsV2(
            FusedStore.PLAIN, "/", null, null, null, null, null, null, null, null, null);
    assertThat(store.store().listings().list(CALLER, op).commonPrefixes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "a/b"})
  void aPrefixEndsInTheDelimiter(String prefix) {
    refused(S3Error.InvalidArgument, () -> list(prefix, null));
    refused(S3Error.InvalidArgument, () -> list(prefix, "/"));
  }

  @Test
  void whatListingsDoNotTake() {
    refused(S3Error.InvalidArgument, () -> list(null, "-"));
    refused(S3Error.InvalidArgument, () -> listed("start", null, null));
    refused(S3Error.NotImplemented, () -> listed(null, "requester", null));
    refused(S3Error.NotImplemented, () -> listed(null, null, "RestoreStatus"));
  }

  private void listed(@Nullable String after, @Nullable String payer, @Nullable String attributes) {
    var op =
        new ListObjectsV2(
            DIRECTORY, null, null, null, null, null, null, after, payer, null, attributes);
    store.store().listings().list(CALLER, op);
  }

  private ListMultipartUploads.Output uploads(
      @Nullable String delimiter, @Nullable String marker, @Nullable String idMarker) {
    var op =
        new ListMultipartUploads(DIRECTORY, delimiter, null, marker, idMarker, 1, null, null, null);
    return store.store().uploadListings().list(CALLER, op);
  }

  @Test
  void uploadsAreListedPageByPageWithOneMarker() {
    List<String> expected = new ArrayList<>();
    for (String key : List.of("a/1", "b", "b", "b", "c")) {
      expected.add(store.begin(spot(key), PLAINLY).id());
    }
    List<String> listed = new ArrayList<>();
    String marker = null;
    boolean more = true;
    while (more) {
      ListMultipartUploads.Output page = uploads(null, marker, null);
      page.uploads().forEach(upload -> listed.add(upload.uploadId()));
      assertThat(page.uploads())
          .allSatisfy(upload -> assertThat(upload.storageClass()).isEqualTo("EXPRESS_ONEZONE"));
      assertThat(page.nextUploadIdMarker()).isEmpty();
      marker = page.nextKeyMarker();
      more = page.truncated();
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
    ListMultipartUploads.Output first = uploads("/", null, null);
    assertThat(first.commonPrefixes()).containsExactly(new CommonPrefix("a/"));
    assertThat(uploads("/", first.nextKeyMarker(), null).uploads().getFirst().key()).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "!", "AAAAAAAAAAAAAAAAAAAAAA"})
  void aMarkerOfUploadsIsNoKey(String marker) {
    refused(S3Error.InvalidArgument, () -> uploads(null, marker, null));
  }

  @Test
  void uploadsHaveNoSecondMarkerAndOneDelimiter() {
    refused(S3Error.InvalidArgument, () -> uploads(null, null, "x"));
    refused(S3Error.InvalidArgument, () -> uploads("-", null, null));
  }

  @Test
  void partsAreNumberedWithoutAGap() throws IOException {
    Upload upload = store.begin(spot("key"), PLAINLY);
    CompletedPart second = store.part(upload, 2, World.utf8("x"));
    refused(S3Error.InvalidPartOrder, () -> store.complete(upload, List.of(second)));
    CompletedPart first = store.part(upload, 1, World.noise(1, 5 * 1024 * 1024));
    CompletedPart fourth = store.part(upload, 4, World.utf8("x"));
    refused(S3Error.InvalidPartOrder, () -> store.complete(upload, List.of(first, fourth)));
    refused(S3Error.NoSuchKey, () -> store.head(now("key")));
    store.complete(upload, List.of(first, second));
    assertThat(store.head(now("key")).eTag()).endsWith("-2\"");
    Upload elsewhere = store.begin(new Spot(FusedStore.PLAIN, "key"), PLAINLY);
    store.complete(elsewhere, List.of(store.part(elsewhere, 7, World.utf8("x"))));
  }

  private static At now(String key) {
    return new At(spot(key), null, SseCustomer.NONE);
  }

  private void delete(
      Spot at, @Nullable String eTag, @Nullable String modified, @Nullable Long size) {
    var op = new DeleteObject(at.bucket(), at.key(), null, eTag, modified, size, null, null, null);
    store.store().deletes().deleteObject(CALLER, op);
  }

  @Test
  void aDeletionMayDependOnSizeAndTime() throws IOException {
    put("key");
    Spot at = spot("key");
    Instant written = store.head(now("key")).lastModified();
    String then = HttpDates.format(written);
    String later = HttpDates.format(written.plusSeconds(1));
    String eTag = store.head(now("key")).eTag();
    refused(S3Error.PreconditionFailed, () -> delete(at, null, null, 4L));
    refused(S3Error.PreconditionFailed, () -> delete(at, null, later, null));
    refused(S3Error.PreconditionFailed, () -> delete(at, eTag, then, 4L));
    refused(S3Error.PreconditionFailed, () -> delete(at, "\"other\"", then, 3L));
    refused(S3Error.InvalidArgument, () -> delete(at, null, "yesterday", null));
    assertThat(store.head(now("key")).contentLength()).isEqualTo(3);
    delete(at, eTag, then, 3L);
    refused(S3Error.NoSuchKey, () -> store.head(now("key")));
    delete(at, null, then, 3L);
    refused(S3Error.NoSuchKey, () -> delete(at, eTag, then, 3L));
    Spot outside = new Spot(FusedStore.PLAIN, "key");
    store.put(outside, PLAINLY, World.utf8("key"));
    refused(S3Error.NotImplemented, () -> delete(outside, null, null, 3L));
    refused(S3Error.NotImplemented, () -> delete(outside, null, then, null));
    assertThat(store.head(new At(outside, null, SseCustomer.NONE)).contentLength()).isEqualTo(3);
  }

  @Test
  void versionsAreNullOrUnknown() throws IOException {
    put("key");
    String other = "0".repeat(32);
    assertThat(store.head(new At(spot("key"), "null", SseCustomer.NONE)).versionId()).isNull();
    refused(
        S3Error.InvalidArgument, () -> store.head(new At(spot("key"), other, SseCustomer.NONE)));
    refused(
        S3Error.InvalidArgument,
        () -> store.copy(new At(spot("key"), other, SseCustomer.NONE), spot("to"), PLAINLY));
    refused(S3Error.InvalidArgument, () -> delete("key", other));
    delete("key", "null");
    refused(S3Error.NoSuchKey, () -> store.head(now("key")));
  }

  private void delete(String key, @Nullable String versionId) {
    var op = new DeleteObject(DIRECTORY, key, versionId, null, null, null);
    assertThat(store.store().deletes().deleteObject(CALLER, op).versionId()).isEqualTo(versionId);
  }

  @Test
  void manyAreDeletedWithTheRightToASession() throws IOException {
    put("a", "b");
    var none =
        new Rights(
            TestStore.STRANGER.caller().subject(),
            TestStore.OWNER.id(),
            List.of(),
            ConditionKeys.NONE);
    var document =
        Document.of(new Delete(List.of(target("a", null), target("b", "0".repeat(32))), null));
    var checksums = new ChecksumHeaders("AAAAAA==", null, null, null, null);
    var op =
        new DeleteObjects(
            DIRECTORY, new Integrity(null, null, null, checksums), null, null, document);
    DeleteObjects.Output output = store.store().deletes().deleteObjects(CALLER, none, op);
    assertThat(output.deleted()).extracting("key").containsExactly("a");
    assertThat(output.errors()).extracting("code").containsExactly("InvalidArgument");
  }

  private static Target target(String key, @Nullable String versionId) {
    return new Target(key, versionId, null);
  }

  private void put(ObjectHeaders headers, Acl acl, @Nullable String storageClass) {
    put(DIRECTORY, headers, acl, storageClass, Extras.NONE);
  }

  private void put(
      String bucket, ObjectHeaders headers, Acl acl, @Nullable String storageClass, Extras extras) {
    var op =
        new PutObject(
            bucket,
            "key",
            headers,
            Sse.NONE,
            SseCustomer.NONE,
            acl,
            storageClass,
            extras,
            Integrity.NONE,
            WriteConditions.NONE,
            null,
            null,
            null,
            Body.of(World.utf8("x")));
    try {
      store.store().objects().putObject(CALLER, op);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"STANDARD", "ONEZONE_IA", "GLACIER", "NONE"})
  void thereIsOneStorageClass(String other) {
    refused(S3Error.InvalidStorageClass, () -> put(World.NO_HEADERS, Acl.NONE, other));
    put(World.NO_HEADERS, Acl.NONE, "EXPRESS_ONEZONE");
    assertThat(store.head(now("key")).storageClass()).isEqualTo("EXPRESS_ONEZONE");
  }

  @Test
  void listsOfWhoMayAreUnknown() {
    for (Acl acl :
        List.of(
            new Acl("private", null, null, null, null),
            new Acl("bucket-owner-full-control", null, null, null, null),
            new Acl(null, "id=x", null, null, null),
            new Acl(null, null, "id=x", null, null),
            new Acl(null, null, null, "id=x", null),
            new Acl(null, null, null, null, "id=x"))) {
      refused(S3Error.NotImplemented, () -> put(World.NO_HEADERS, acl, null));
    }
  }

  @Test
  void objectsHaveNoTagsNorLocksAndDoNotRedirect() {
    String plain = FusedStore.PLAIN;
    Extras tagged = new Extras("a=b", null, ObjectLockHeaders.NONE);
    put(DIRECTORY, World.NO_HEADERS, Acl.NONE, null, new Extras("", null, ObjectLockHeaders.NONE));
    refused(S3Error.NotImplemented, () -> put(DIRECTORY, World.NO_HEADERS, Acl.NONE, null, tagged));
    refused(
        S3Error.NotImplemented,
        () ->
            put(
                DIRECTORY,
                World.NO_HEADERS,
                Acl.NONE,
                null,
                new Extras(null, "/elsewhere", ObjectLockHeaders.NONE)));
    Extras held = new Extras(null, null, new ObjectLockHeaders(null, null, "ON"));
    refused(S3Error.NotImplemented, () -> put(DIRECTORY, World.NO_HEADERS, Acl.NONE, null, held));
    put(plain, World.NO_HEADERS, Acl.NONE, null, tagged);
    At source = new At(new Spot(plain, "key"), null, SseCustomer.NONE);
    refused(S3Error.NotImplemented, () -> store.copy(source, spot("copied"), PLAINLY));
    refused(S3Error.NoSuchKey, () -> store.head(now("copied")));
  }

  @Test
  void contentIsNotEncodedButAsMessage() {
    refused(S3Error.NotImplemented, () -> put(encoded("gzip"), Acl.NONE, null));
    refused(S3Error.NotImplemented, () -> put(encoded("aws-chunked,gzip"), Acl.NONE, null));
    put(encoded("aws-chunked"), Acl.NONE, null);
  }

  private static ObjectHeaders encoded(String encoding) {
    return new ObjectHeaders(null, null, encoding, null, null, null, Map.of());
  }
}
