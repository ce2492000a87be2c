package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.object.World.noise;
import static dev.coffer.store.object.World.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.s3.Acl;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.CopySource;
import dev.coffer.wire.s3.CopySourceSseCustomer;
import dev.coffer.wire.s3.Extras;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Sse;
import dev.coffer.wire.s3.SseCustomer;
import dev.coffer.wire.s3.UploadPartCopy;
import dev.coffer.wire.s3.WriteConditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions on what a copy replaces, and on what a part is copied from. */
final class CopyConditionsTest {
  private static final String OTHER = "\"" + "0".repeat(32) + "\"";
  private static final String PAST = "Mon, 23 Nov 2020 00:00:00 GMT";
  private static final String FUTURE = "Fri, 23 Nov 2035 00:00:00 GMT";
  private static final CopySourceSseCustomer NO_KEY = new CopySourceSseCustomer(null, null, null);

  @TempDir Path folder;
  private World world;
  private String fromTag;
  private String toTag;

  @BeforeEach
  void open() {
    world = new World(folder, new MemoryKv());
    fromTag = world.put("from", utf8("from")).eTag();
    toTag = world.put("to", utf8("to")).eTag();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aCopyReplacesOnlyWhatItNames() {
    failed("If-Match", () -> copy("to", new WriteConditions(OTHER, null)));
    failed("If-Match", () -> copy("to", new WriteConditions(fromTag, null)));
    assertThat(world.get("to", null)).isEqualTo(utf8("to"));

    copy("to", new WriteConditions(toTag, null));
    assertThat(world.get("to", null)).isEqualTo(utf8("from"));
  }

  @Test
  void aCopyThatReplacesNeedsSomethingToReplace() {
    S3Exception refusal = refusal(() -> copy("new", new WriteConditions(fromTag, null)));
    assertThat(refusal.error()).isEqualTo(S3Error.NoSuchKey);
    assertThat(refusal.elements()).containsEntry("Key", "new");
    assertThat(refusal(() -> world.get("new", null)).error()).isEqualTo(S3Error.NoSuchKey);
  }

  @Test
  void aCopyThatCreatesNeedsAnUnusedKey() {
    failed("If-None-Match", () -> copy("to", new WriteConditions(null, "*")));
    assertThat(world.get("to", null)).isEqualTo(utf8("to"));

    copy("new", new WriteConditions(null, "*"));
    assertThat(world.get("new", null)).isEqualTo(utf8("from"));
    failed("If-None-Match", () -> copy("new", new WriteConditions(null, "*")));
  }

  @Test
  void aDeleteMarkerCountsAsNothingToReplace() {
    world.versioning("Enabled");
    world.delete("to", null);
    assertThat(refusal(() -> copy("to", new WriteConditions(toTag, null))).error())
        .isEqualTo(S3Error.NoSuchKey);

    copy("to", new WriteConditions(null, "*"));
    assertThat(world.get("to", null)).isEqualTo(utf8("from"));
  }

  @ParameterizedTest
  @CsvSource({"*,,If-Match", ",some-tag,If-None-Match", "some-tag,*,'If-Match,If-None-Match'"})
  void conditionsThatAmazonDoesNotServeAreNamed(
      @Nullable String ifMatch, @Nullable String ifNoneMatch, String header) {
    S3Exception refusal = refusal(() -> copy("to", new WriteConditions(ifMatch, ifNoneMatch)));
    assertThat(refusal.error()).isEqualTo(S3Error.NotImplemented);
    assertThat(refusal.elements()).containsEntry("Header", header);
    assertThat(world.get("to", null)).isEqualTo(utf8("to"));
  }

  /** The source's conditions are judged first, as they need no look at what is written. */
  @Test
  void bothSidesConditionsAreChecked() {
    var both = new WriteConditions(OTHER, null);
    failed("x-amz-copy-source-If-Match", () -> copy("to", both, source(OTHER, null, null, null)));
    failed("If-Match", () -> copy("to", both, source(fromTag, null, null, null)));
    copy("to", new WriteConditions(toTag, null), source(fromTag, null, null, null));
    assertThat(world.get("to", null)).isEqualTo(utf8("from"));
  }

  @Test
  void aPartIsCopiedOnlyFromWhatItNames() {
    Uploading upload = Uploading.begin(world, "parts");
    failed("x-amz-copy-source-If-Match", () -> part(upload, source(OTHER, null, null, null)));
    failed(
        "x-amz-copy-source-If-None-Match", () -> part(upload, source(null, fromTag, null, null)));
    failed(
        "x-amz-copy-source-If-Modified-Since",
        () -> part(upload, source(null, null, FUTURE, null)));
    failed(
        "x-amz-copy-source-If-Unmodified-Since",
        () -> part(upload, source(null, null, null, PAST)));
    failed(
        "x-amz-copy-source-If-None-Match", () -> part(upload, source(null, fromTag, PAST, null)));
    assertThat(upload.listParts(null, null).parts()).isEmpty();
  }

  @Test
  void aPartWhoseSourceMeetsItsConditionsIsCopied() {
    Uploading upload = Uploading.begin(world, "parts");
    part(upload, source(fromTag, null, null, null));
    part(upload, source(null, OTHER, null, null));
    part(upload, source(null, null, PAST, null));
    part(upload, source(null, null, null, FUTURE));
    part(upload, source(null, OTHER, FUTURE, null));
    UploadPartCopy.Output last = part(upload, source(fromTag, null, null, PAST));
    upload.complete(Uploading.named(1, last.eTag()));
    assertThat(world.get("parts", null)).isEqualTo(utf8("from"));
  }

  @Test
  void conditionsOfAPartAreThoseOfTheVersionItNames() {
    world.versioning("Enabled");
    String old = world.put("from", noise(1, 10)).versionId();
    String oldTag = world.read("from", null, null).view().eTag();
    world.put("from", noise(2, 10));
    Uploading upload = Uploading.begin(world, "parts");
    String named = "bucket/from?versionId=" + old;
    var matching = new CopySource(named, oldTag, null, null, null, NO_KEY, null);
    assertThat(part(upload, matching).copySourceVersionId()).isEqualTo(old);
    failed("x-amz-copy-source-If-Match", () -> part(upload, source(oldTag, null, null, null)));
  }

  private static void failed(String condition, Runnable request) {
    S3Exception refusal = refusal(request::run);
    assertThat(refusal).as(condition).isNotNull();
    assertThat(refusal.error()).isEqualTo(S3Error.PreconditionFailed);
    assertThat(refusal.elements()).containsEntry("Condition", condition);
  }

  private static CopySource source(
      @Nullable String ifMatch,
      @Nullable String ifNoneMatch,
      @Nullable String ifModifiedSince,
      @Nullable String ifUnmodifiedSince) {
    return new CopySource(
        "bucket/from", ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, NO_KEY, null);
  }

  private void copy(String key, WriteConditions conditions) {
    copy(key, conditions, source(null, null, null, null));
  }

  private void copy(String key, WriteConditions conditions, CopySource source) {
    var op =
        new CopyObject(
            World.BUCKET,
            key,
            source,
            null,
            null,
            null,
            World.NO_HEADERS,
            Sse.NONE,
            SseCustomer.NONE,
            Acl.NONE,
            null,
            Extras.NONE,
            conditions,
            null,
            null);
    try {
      world.store().copies().copyObject(World.CALLER, op);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UploadPartCopy.Output part(Uploading upload, CopySource source) {
    var op =
        new UploadPartCopy(
            World.BUCKET, upload.key(), 1, upload.id(), source, null, SseCustomer.NONE, null, null);
    try {
      return world.store().copies().copyPart(World.CALLER, op);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
