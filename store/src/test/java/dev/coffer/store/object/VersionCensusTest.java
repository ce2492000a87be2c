package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.Counters;
import dev.coffer.store.tally.Progress;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import dev.coffer.wire.s3.DeleteBucket;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionCensusTest {
  private static final SealedUnder FIRST = new SealedUnder(SealedUnder.Type.SSE_S3, "", "1");
  private static final Index HINTS = new Index("hints");
  private static final Bytes PROGRESS = Bytes.utf8("p");

  private final KvStore kv = new MemoryKv();
  private final TestStore test = TestStore.over(kv);
  private final Bucket bucket = test.store.buckets().require(BUCKET);
  private final Tallies tallies = new Tallies(kv, Bucket::indexOf);

  private VersionCensus census(int rows) {
    return new VersionCensus(kv, tallies, new VersionTally(tallies), rows);
  }

  private Map<SealedUnder, Count> counted() {
    return tallies.counts(bucket.id());
  }

  /** As a store leaves the bucket that knows nothing of counting. */
  private void makeOld() {
    Iterator<Entry> rows = KvScan.entries(kv, bucket.index(), Key.startOf(Bytes.of((byte) 0)), 100);
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (Suffixes.isVersion(row.key().suffix())) {
        VersionRow version = VersionRow.decode(row.value());
        VersionRow old = old(new ObjectGroup(bucket, row.key().group().toUtf8()), version);
        var commit = Commit.in(bucket.index(), row.key().group());
        kv.commit(commit.put(row.key().suffix(), old.encode()).build());
        VersionTally.of(version).ifPresent(under -> uncount(under, version));
      }
    }
    kv.commit(Commit.in(HINTS, Bytes.utf8("t").concat(bucket.id())).delete(PROGRESS).build());
  }

  private VersionRow old(ObjectGroup at, VersionRow version) {
    try (WrappingKey key = test.bucketKeys().metadata(bucket)) {
      VersionDetails details = version.open(at, key);
      var unsealed = new VersionRow.Unsealed(version.facts(), version.envelope(), details);
      return OldRows.version(at, unsealed, VersionRow.UNCOUNTED, key, Entropy.system());
    }
  }

  private void uncount(SealedUnder under, VersionRow version) {
    var commit = Commit.in(bucket.index(), Bytes.utf8("any"));
    Counters.minus(commit, under, version.object().sizeBytes());
    kv.commit(commit.build());
  }

  @Test
  void aNewBucketIsCountedFromItsFirstVersionOn() {
    assertThat(tallies.progress(bucket.id())).isEqualTo(Progress.COMPLETE);
    test.put("key", "12345");
    test.put("other", "1");
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(2, 6)));
  }

  @Test
  void replacedVersionsCountNoMore() {
    test.put("key", "12345");
    test.put("key", "1");
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 1)));
    test.delete("key");
    assertThat(counted()).isEmpty();
  }

  @Test
  void earlierVersionsCountAndMarkersDoNot() {
    test.setVersioning("Enabled");
    String first = test.put("key", "12345").versionId();
    test.put("key", "1");
    test.delete("key");
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(2, 6)));
    test.delete("key", first);
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 1)));
  }

  @Test
  void aScanFindsWhatTheCountersSay() {
    test.setVersioning("Enabled");
    for (int i = 0; i < 20; i++) {
      test.put("key-" + i % 7, "x".repeat(i));
    }
    test.delete("key-1");
    var scanned = census(VersionCensus.ROWS).scan(bucket, null);
    assertThat(scanned.counts()).isEqualTo(counted());
    assertThat(scanned.deleteMarkers()).isEqualTo(1);
    assertThat(scanned.uncounted()).isZero();
    assertThat(scanned.changesAfter()).isEqualTo(scanned.changesBefore());
    assertThat(scanned.next()).isNull();
  }

  @Test
  void stretchesAddUpToTheWhole() {
    test.setVersioning("Enabled");
    for (int i = 0; i < 20; i++) {
      test.put("key-" + i % 3, "x".repeat(i));
    }
    Count sum = Count.NONE;
    Key next = null;
    do {
      var stretch = census(3).scan(bucket, next);
      sum = sum.plus(stretch.counts().getOrDefault(FIRST, Count.NONE));
      next = stretch.next();
    } while (next != null);
    assertThat(sum).isEqualTo(counted().get(FIRST));
  }

  @Test
  void aChangeDuringAScanShows() {
    test.put("key", "1");
    var before = census(1).scan(bucket, null);
    test.put("key", "12");
    var after = census(1).scan(bucket, before.next());
    assertThat(after.changesAfter()).isGreaterThan(before.changesBefore());
  }

  @Test
  void anOldBucketIsToldFromACountedOne() {
    test.put("key", "12345");
    makeOld();
    assertThat(tallies.progress(bucket.id()).complete()).isFalse();
    assertThat(counted()).isEmpty();
    assertThat(census(100).scan(bucket, null).uncounted()).isEqualTo(1);
  }

  @Test
  void oldVersionsAreNotCountedAway() {
    test.put("replaced", "12345");
    test.put("removed", "12345");
    makeOld();
    test.put("replaced", "1");
    test.delete("removed");
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 1)));
  }

  @Test
  void oldVersionsCountOnceTheyMove() {
    test.setVersioning("Enabled");
    test.put("key", "12345");
    makeOld();
    String newest = test.put("key", "1").versionId();
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(2, 6)));
    test.delete("key", newest);
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 5)));
    assertThat(test.text("key")).isEqualTo("12345");
  }

  @Test
  void oldVersionsCountWhenTheyArePromoted() {
    test.setVersioning("Enabled");
    test.put("key", "12345");
    String newest = test.put("key", "1").versionId();
    makeOld();
    test.delete("key", newest);
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 5)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void anOldBucketIsCountedInStretches(int rows) {
    test.setVersioning("Enabled");
    for (int i = 0; i < 20; i++) {
      test.put("key-" + i % 6, "x".repeat(i));
    }
    Map<SealedUnder, Count> truth = counted();
    makeOld();
    test.put("new", "y");
    while (!census(rows).count(bucket).complete()) {
      assertThat(tallies.progress(bucket.id()).complete()).isFalse();
    }
    assertThat(tallies.progress(bucket.id())).isEqualTo(Progress.COMPLETE);
    assertThat(counted().get(FIRST)).isEqualTo(truth.get(FIRST).plus(new Count(1, 1)));
    assertThat(census(100).scan(bucket, null).uncounted()).isZero();
    assertThat(test.text("key-0")).isEqualTo("x".repeat(18));
  }

  @Test
  void countingTwiceCountsOnce() {
    test.put("key", "12345");
    makeOld();
    census(100).count(bucket);
    census(100).count(bucket);
    assertThat(counted()).containsExactly(Map.entry(FIRST, new Count(1, 5)));
  }

  @Test
  void theNamesOfCountersGoWithTheirBucket() {
    test.put("key", "12345");
    test.delete("key");
    test.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket(BUCKET, null));
    test.store.sweep().sweepOnce();
    var group = Bytes.utf8("t").concat(bucket.id());
    assertThat(KvScan.group(kv, HINTS, group).hasNext()).isFalse();
  }
}
