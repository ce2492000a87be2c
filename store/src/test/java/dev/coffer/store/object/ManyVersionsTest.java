package dev.coffer.store.object;

import static dev.coffer.store.Refusals.refusal;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.RIGHTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.object.VersionCensus.Stretch;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.ChecksumHeaders;
import dev.coffer.wire.s3.DeleteObjects;
import dev.coffer.wire.s3.DeleteObjects.Target;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.ListObjectVersions.Version;
import dev.coffer.wire.s3.S3Error;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One key with ten thousand versions, the oldest of which is the null version. */
final class ManyVersionsTest {
  private static final int VERSIONS = 10_000;
  private static final int PAGE = 1_000;
  private static final String KEY = "k";

  private final TestStore test = TestStore.withBucket();

  /** Newest first. */
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void put() {
    test.put("j", "before");
    test.put(KEY, text(0));
    ids.add("null");
    test.setVersioning("Enabled");
    for (int i = 1; i < VERSIONS; i++) {
      ids.add(Objects.requireNonNull(test.put(KEY, text(i)).versionId()));
    }
    test.put("l", "after");
    Collections.reverse(ids);
  }

  @AfterEach
  void close() {
    test.store.close();
  }

  /** Of different sizes, so that counters show which were removed. */
  private static String text(int number) {
    return "version " + number;
  }

  @Test
  void allAreListedReadAndRemoved() {
    requireListed();
    assertThat(test.text(KEY)).isEqualTo(text(VERSIONS - 1));
    assertThat(test.text(KEY, "null")).isEqualTo(text(0));
    assertThat(test.text(KEY, ids.get(VERSIONS - 2))).isEqualTo(text(1));
    requireCounted();

    remove(VERSIONS / 2);
    remove(0);
    assertThat(test.text(KEY)).isEqualTo(text(VERSIONS - 2));
    remove(ids.size() - 1);
    requireListed();
    requireCounted();

    removeAll();
    assertThat(listed()).extracting(Version::key).containsExactly("j", "l");
    assertThat(refusal(() -> test.text(KEY)).error()).isEqualTo(S3Error.NoSuchKey);
    requireCounted();
    assertThat(counted()).isEqualTo(new Count(2, "before".length() + "after".length()));
  }

  /** Each once, in its order, in pages that are as long as they may be. */
  private void requireListed() {
    List<Version> found = listed();
    assertThat(found.getFirst().key()).isEqualTo("j");
    assertThat(found.getLast().key()).isEqualTo("l");
    List<Version> ours = found.subList(1, found.size() - 1);
    assertThat(ours).extracting(Version::key).containsOnly(KEY);
    assertThat(ours).extracting(Version::versionId).isEqualTo(ids);
    assertThat(ours.stream().filter(Version::latest).map(Version::versionId))
        .containsExactly(ids.getFirst());
  }

  private List<Version> listed() {
    var all = new ArrayList<Version>();
    ListObjectVersions.Output page = page(null, null);
    all.addAll(page.versions());
    while (page.truncated()) {
      assertThat(page.versions()).hasSize(PAGE);
      page = page(page.nextKeyMarker(), page.nextVersionIdMarker());
      all.addAll(page.versions());
    }
    return all;
  }

  private ListObjectVersions.Output page(@Nullable String key, @Nullable String version) {
    var op = new ListObjectVersions(BUCKET, null, null, key, version, PAGE, null, null, null, null);
    ListObjectVersions.Output page = test.store.versionListings().list(CALLER, op);
    assertThat(page.deleteMarkers()).isEmpty();
    return page;
  }

  private void remove(int index) {
    String id = ids.remove(index);
    test.delete(KEY, id);
    assertThat(refusal(() -> test.text(KEY, id)).error()).isEqualTo(S3Error.NoSuchVersion);
  }

  private void removeAll() {
    for (int from = 0; from < ids.size(); from += PAGE) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
      List<Target> targets = some.stream().map(id -> new Target(KEY, id, null)).toList();
      var document = Document.of(new DeleteObjects.Delete(targets, false));
      var digest = new Integrity("x", null, null, ChecksumHeaders.NONE);
      var op = new DeleteObjects(BUCKET, digest, null, null, document);
      DeleteObjects.Output output = test.store.deletes().deleteObjects(CALLER, RIGHTS, op);
      assertThat(output.errors()).isEmpty();
      assertThat(output.deleted()).extracting(DeleteObjects.Deleted::versionId).isEqualTo(some);
    }
  }

  private void requireCounted() {
    Bucket bucket = test.store.buckets().require(BUCKET);
    var tallies = new Tallies(test.kv, Bucket::indexOf);
    var census = new VersionCensus(test.kv, tallies, new VersionTally(tallies), VersionCensus.ROWS);
    Stretch found = census.scan(bucket, null);
    assertThat(found.next()).isNull();
    assertThat(found.uncounted()).isZero();
    assertThat(tallies.counts(bucket.id())).isEqualTo(found.counts());
  }

  private Count counted() {
    Bucket bucket = test.store.buckets().require(BUCKET);
    return new Tallies(test.kv, Bucket::indexOf)
        .counts(bucket.id()).values().stream().reduce(Count.NONE, Count::plus);
  }
}
