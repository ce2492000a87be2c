package dev.coffer.store.object;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.CommonPrefix;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListMultipartUploads.Upload;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjectVersions.DeleteMarker;
import dev.coffer.wire.s3.ListObjectVersions.Version;
import dev.coffer.wire.s3.ListObjects;
import dev.coffer.wire.s3.ListObjectsV2;
import dev.coffer.wire.s3.ListedObject;
import dev.coffer.wire.s3.S3Error;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listings as clients ask for them. */
final class StoreListingsTest {
  private static final String NO_KEY_MARKER =
      "A version-id marker cannot be specified without a key marker.";

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anObjectIsListedWithWhatIsKnownOfIt() {
    String eTag = world.put("key", utf8("content")).eTag();

    ListedObject listed = v1(new Ask()).contents().getFirst();

    assertThat(listed.key()).isEqualTo("key");
    assertThat(listed.eTag()).isEqualTo(eTag);
    assertThat(listed.size()).isEqualTo(7);
    assertThat(listed.lastModified()).isEqualTo(world.now());
    assertThat(listed.storageClass()).isEqualTo("STANDARD");
    assertThat(listed.checksumAlgorithm()).containsExactly("CRC64NVME");
    assertThat(listed.checksumType()).isEqualTo("FULL_OBJECT");
    assertThat(listed.owner()).isNotNull();
    assertThat(listed.owner().id()).isEqualTo(World.OWNER.canonicalId());
    assertThat(v2(new Ask(), false).contents().getFirst().owner()).isNull();
    assertThat(v2(new Ask(), true).contents().getFirst().owner()).isEqualTo(listed.owner());
  }

  @Test
  void theFirstVersionGoesOnByMarker() {
    put("a", "b/1", "b/2", "c");

    ListObjects.Output first = v1(new Ask().delimiter("/").max(2));
    ListObjects.Output rest = v1(new Ask().delimiter("/").max(2).marker(first.nextMarker()));

    assertThat(keys(first.contents())).containsExactly("a");
    assertThat(first.commonPrefixes()).containsExactly(new CommonPrefix("b/"));
    assertThat(first.truncated()).isTrue();
    assertThat(first.nextMarker()).isEqualTo("b/");
    assertThat(keys(rest.contents())).containsExactly("c");
    assertThat(rest.truncated()).isFalse();
    assertThat(rest.nextMarker()).isNull();
    assertThat(rest.marker()).isEqualTo("b/");
    assertThat(v1(new Ask().max(1)).nextMarker()).as("only with a delimiter").isNull();
  }

  @Test
  void theSecondVersionGoesOnByToken() {
    put("a", "b/1", "b/2", "c", "d/1", "e");
    List<String> all = new ArrayList<>();
    Ask ask = new Ask().delimiter("/").max(2);
    ListObjectsV2.Output page = v2(ask, false);
    while (true) {
      assertThat(page.keyCount()).isEqualTo(page.contents().size() + page.commonPrefixes().size());
      all.addAll(keys(page.contents()));
      page.commonPrefixes().forEach(prefix -> all.add(prefix.prefix()));
      if (!page.truncated()) {
        break;
      }
      String token = page.nextContinuationToken();
      page = v2(ask.marker("zzz").token(token), false);
      assertThat(page.continuationToken()).isEqualTo(token);
      assertThat(page.startAfter()).as("a token decides").isNull();
    }

    assertThat(all).containsExactlyInAnyOrder("a", "b/", "c", "d/", "e");
    assertThat(page.nextContinuationToken()).isNull();
    assertThat(keys(v2(new Ask().marker("c"), false).contents())).containsExactly("d/1", "e");
  }

  @Test
  void aTokenThatWasNotGivenIsRefused() {
    for (String token : List.of("", "x", "AAAA")) {
      assertRefused(
          S3Error.InvalidArgument,
          "The continuation token provided is incorrect",
          () -> v2(new Ask().token(token), false));
    }
  }

  @Test
  void aBucketWithoutObjectsAndAPageWithoutLines() {
    ListObjectsV2.Output empty = v2(new Ask(), false);
    assertThat(empty.contents()).isEmpty();
    assertThat(empty.maxKeys()).isEqualTo(1000);
    assertThat(empty.prefix()).isEmpty();

    put("a");
    ListObjectsV2.Output none = v2(new Ask().max(0), false);
    assertThat(none.contents()).isEmpty();
    assertThat(none.truncated()).isFalse();
    assertThat(none.keyCount()).isZero();
    assertThat(v2(new Ask().max(5000), false).maxKeys()).isEqualTo(1000);
  }

  @Test
  void keysAreCodedOnRequest() {
    put("a b/+é%", "<\u0001>");

    ListObjects.Output coded = v1(new Ask().prefix("a b").delimiter("/").encoding("url"));
    ListObjects.Output plain = v1(new Ask());
    ListObjects.Output all = v1(new Ask().encoding("url"));

    assertThat(coded.prefix()).isEqualTo("a+b");
    assertThat(coded.delimiter()).isEqualTo("/");
    assertThat(coded.commonPrefixes()).containsExactly(new CommonPrefix("a+b/"));
    assertThat(coded.encodingType()).isEqualTo("url");
    assertThat(keys(all.contents())).containsExactly("%3C%01%3E", "a+b/%2B%C3%A9%25");
    assertThat(keys(plain.contents())).containsExactly("<\u0001>", "a b/+é%");
    assertRefused(
        S3Error.InvalidArgument,
        "Invalid Encoding Method specified in Request",
        () -> v1(new Ask().encoding("xml")));
  }

  @Test
  void aNegativePageIsRefused() {
    assertRefused(
        S3Error.InvalidArgument,
        "Argument maxKeys must be an integer between 0 and 2147483647",
        () -> v1(new Ask().max(-1)));
  }

  @Test
  void deleteMarkersAreInvisibleToListingsOfObjects() {
    world.versioning("Enabled");
    put("a", "b");
    world.delete("a", null);
    world.delete("c", null);

    assertThat(keys(v1(new Ask()).contents())).containsExactly("b");
    assertThat(v1(new Ask().max(1)).truncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 100})
  void versionsAreListedNewestFirstInPagesOfAnySize(int size) {
    List<String> expected = versionsOfThreeKeys();
    List<String> all = new ArrayList<>();
    Ask ask = new Ask().max(size);
    ListObjectVersions.Output page = versions(ask);
    while (true) {
      all.addAll(lines(page));
      if (!page.truncated()) {
        break;
      }
      page = versions(ask.marker(page.nextKeyMarker()).version(page.nextVersionIdMarker()));
    }

    assertThat(all).containsExactlyInAnyOrderElementsOf(expected);
    if (size == 1) {
      assertThat(all).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void theLatestVersionIsMarked() {
    versionsOfThreeKeys();

    ListObjectVersions.Output all = versions(new Ask());

    assertThat(all.versions())
        .filteredOn(Version::latest)
        .extracting(Version::key)
        .containsExactly("a", "c");
    assertThat(all.deleteMarkers())
        .filteredOn(DeleteMarker::latest)
        .extracting(DeleteMarker::key)
        .containsExactly("b");
  }

  @Test
  void aMarkerWhoseVersionIsGoneStillFindsItsPlace() {
    world.versioning("Enabled");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ids.addFirst(world.put("a", utf8("v" + i)).versionId());
    }
    for (int gone = 0; gone < 4; gone++) {
      ListObjectVersions.Output rest = versions(new Ask().marker("a").version(ids.get(gone)));
      assertThat(rest.versions())
          .extracting(Version::versionId)
          .containsExactlyElementsOf(ids.subList(gone + 1, 4));
    }
    world.delete("a", ids.get(0));
    world.delete("a", ids.get(2));

    assertThat(versions(new Ask().marker("a").version(ids.get(0))).versions())
        .extracting(Version::versionId)
        .containsExactly(ids.get(1), ids.get(3));
    assertThat(versions(new Ask().marker("a").version(ids.get(2))).versions())
        .extracting(Version::versionId)
        .containsExactly(ids.get(3));
  }

  @Test
  void theNullVersionIsAMarkerWhereverItStands() {
    world.put("a", utf8("null"));
    assertThat(versions(new Ask().marker("a").version("null")).versions()).isEmpty();

    world.versioning("Enabled");
    String newer = world.put("a", utf8("newer")).versionId();
    assertThat(versions(new Ask().marker("a").version(newer)).versions())
        .extracting(Version::versionId)
        .containsExactly("null");
    assertThat(versions(new Ask().marker("a").version("null")).versions()).isEmpty();
  }

  @Test
  void versionMarkersMustBeWellFormed() {
    assertRefused(
        S3Error.InvalidArgument, NO_KEY_MARKER, () -> versions(new Ask().version("null")));
    assertRefused(
        S3Error.InvalidArgument,
        "A version-id marker cannot be empty.",
        () -> versions(new Ask().marker("a").version("")));
    assertRefused(
        S3Error.InvalidArgument,
        "Invalid version id specified",
        () -> versions(new Ask().marker("a").version("xyz")));
  }

  @Test
  void uploadsAreListedByKeyAndAge() {
    Uploading later = Uploading.begin(world, "b");
    world.pass(5);
    Uploading first = Uploading.begin(world, "a/1");
    world.pass(5);
    Uploading again = Uploading.begin(world, "b");
    Uploading folder2 = Uploading.begin(world, "a/2");
    put("a/1", "b", "c");

    ListMultipartUploads.Output all = uploads(new Ask());
    ListMultipartUploads.Output rolled = uploads(new Ask().delimiter("/"));
    ListMultipartUploads.Output page = uploads(new Ask().max(3));
    ListMultipartUploads.Output rest =
        uploads(new Ask().marker(page.nextKeyMarker()).version(page.nextUploadIdMarker()));

    assertThat(all.uploads())
        .extracting(Upload::uploadId)
        .containsExactly(first.id(), folder2.id(), later.id(), again.id());
    assertThat(all.uploads().getFirst().key()).isEqualTo("a/1");
    assertThat(all.uploads().getFirst().initiated()).isEqualTo(world.now().minusMillis(5));
    assertThat(rolled.commonPrefixes()).containsExactly(new CommonPrefix("a/"));
    assertThat(rolled.uploads()).hasSize(2);
    assertThat(page.truncated()).isTrue();
    assertThat(page.nextUploadIdMarker()).isEqualTo(later.id());
    assertThat(rest.uploads()).extracting(Upload::uploadId).containsExactly(again.id());
    assertThat(uploads(new Ask().prefix("b")).uploads()).hasSize(2);
    assertThat(uploads(new Ask().marker("a/2")).uploads()).hasSize(2);
    assertRefused(
        S3Error.InvalidArgument,
        "Invalid uploadId marker",
        () -> uploads(new Ask().marker("b").version("nonsense")));
  }

  @Test
  void anUnknownBucketIsRefused() {
    assertRefused(
        S3Error.NoSuchBucket,
        () ->
            world
                .store()
                .listings()
                .list(
                    World.CALLER,
                    new ListObjects("none", null, null, null, null, null, null, null, null)));
  }

  /** Three keys with 3, 2 and 1 versions or markers, as a listing shows them. */
  private List<String> versionsOfThreeKeys() {
    world.put("a", utf8("old"));
    world.versioning("Enabled");
    String second = world.put("a", utf8("second")).versionId();
    String third = world.put("a", utf8("third")).versionId();
    String object = world.put("b", utf8("b")).versionId();
    String marker = world.delete("b", null).versionId();
    String only = world.put("c", utf8("c")).versionId();
    return List.of(
        "a " + third,
        "a " + second,
        "a null",
        "b " + marker + " deleted",
        "b " + object,
        "c " + only);
  }

  private static List<String> lines(ListObjectVersions.Output page) {
    List<String> lines = new ArrayList<>();
    page.versions().forEach(one -> lines.add(one.key() + " " + one.versionId()));
    page.deleteMarkers().forEach(one -> lines.add(one.key() + " " + one.versionId() + " deleted"));
    return lines;
  }

  private void put(String... keys) {
    for (String key : keys) {
      world.put(key, utf8(key));
    }
  }

  private static List<String> keys(List<ListedObject> contents) {
    return contents.stream().map(ListedObject::key).toList();
  }

  private ListObjects.Output v1(Ask ask) {
    return world
        .store()
        .listings()
        .list(
            World.CALLER,
            new ListObjects(
                World.BUCKET,
                ask.delimiter(),
                ask.encoding(),
                ask.marker(),
                ask.max(),
                ask.prefix(),
                null,
                null,
                null));
  }

  private ListObjectsV2.Output v2(Ask ask, boolean owner) {
    return world
        .store()
        .listings()
        .list(
            World.CALLER,
            new ListObjectsV2(
                World.BUCKET,
                ask.delimiter(),
                ask.encoding(),
                ask.max(),
                ask.prefix(),
                ask.token(),
                owner,
                ask.marker(),
                null,
                null,
                null));
  }

  private ListObjectVersions.Output versions(Ask ask) {
    return world
        .store()
        .versionListings()
        .list(
            World.CALLER,
            new ListObjectVersions(
                World.BUCKET,
                ask.delimiter(),
                ask.encoding(),
                ask.marker(),
                ask.version(),
                ask.max(),
                ask.prefix(),
                null,
                null,
                null));
  }

  private ListMultipartUploads.Output uploads(Ask ask) {
    return world
        .store()
        .uploadListings()
        .list(
            World.CALLER,
            new ListMultipartUploads(
                World.BUCKET,
                ask.delimiter(),
                ask.encoding(),
                ask.marker(),
                ask.version(),
                ask.max(),
                ask.prefix(),
                null,
                null));
  }

  /** What is asked of a listing; {@code version} is also the upload marker. */
  private record Ask(
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable String marker,
      @Nullable String version,
      @Nullable String token,
      @Nullable Integer max,
      @Nullable String encoding) {
    Ask() {
      this(null, null, null, null, null, null, null);
    }

    Ask prefix(String value) {
      return new Ask(value, delimiter, marker, version, token, max, encoding);
    }

    Ask delimiter(String value) {
      return new Ask(prefix, value, marker, version, token, max, encoding);
    }

    Ask marker(@Nullable String value) {
      return new Ask(prefix, delimiter, value, version, token, max, encoding);
    }

    Ask version(@Nullable String value) {
      return new Ask(prefix, delimiter, marker, value, token, max, encoding);
    }

    Ask token(@Nullable String value) {
      return new Ask(prefix, delimiter, marker, version, value, max, encoding);
    }

    Ask max(int value) {
      return new Ask(prefix, delimiter, marker, version, token, value, encoding);
    }

    Ask encoding(String value) {
      return new Ask(prefix, delimiter, marker, version, token, max, value);
    }
  }
}
