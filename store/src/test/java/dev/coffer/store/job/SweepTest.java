package dev.coffer.store.job;

import static dev.coffer.store.Refusals.assertRefused;
import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.CALLER;
import static dev.coffer.store.TestStore.putOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.store.Damage;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.S3Error;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweepTest {
  private final TestStore test = TestStore.withBucket();
  private final Bucket bucket = test.store.buckets().require(BUCKET);

  private static List<Entry> rows(TestStore test, Index index) {
    List<Entry> all = new ArrayList<>();
    Iterator<Entry> rows = KvScan.entries(test.kv, index, Key.startOf(Bytes.of((byte) 0)), 100);
    rows.forEachRemaining(all::add);
    return all;
  }

  /** Without the names of counters, which stay as long as their bucket. */
  private static List<Entry> hints(TestStore test) {
    return rows(test, new Index("hints")).stream()
        .filter(row -> !row.key().group().startsWith(Bytes.utf8("t")))
        .toList();
  }

  private static long blobs(TestStore test) {
    var next = test.blobs.reopen();
    long count = 0;
    for (long session : next.collector().sessions()) {
      var candidates = next.collector().candidates(session);
      while (candidates.hasNext()) {
        candidates.next();
        count++;
      }
    }
    return count;
  }

  @Test
  void supersededBodiesAreRemovedWithTheirQueueAndHints() {
    for (int i = 0; i < 4; i++) {
      test.put(putOp("key", new byte[100_000 + i]));
    }
    test.delete("key");
    assertThat(hints(test)).hasSize(4);
    assertThat(test.store.sweep().sweepOnce()).isEqualTo(new Sweep.Swept(4, 0, 0, 0, 0, 0));
    assertThat(hints(test)).isEmpty();
    assertThat(rows(test, bucket.index())).isEmpty();
    assertThat(test.store.sweep().sweepOnce()).isEqualTo(new Sweep.Swept(0, 0, 0, 0, 0, 0));
    assertThat(blobs(test)).isZero();
  }

  @Test
  void blobsOfADeadSessionAreRemovedUnlessTheyAreReferredTo() {
    test.put(putOp("kept", new byte[100_000]));
    try (BlobWriter unfinished = test.blobs.create(hint("kept"))) {
      unfinished.write(1);
      TestStore next = restartWithOrphan(unfinished);
      assertThat(next.store.sweep().sweepOnce().orphans()).isEqualTo(2);
      assertThat(next.text("kept")).hasSize(100_000);
      assertThat(next.store.sweep().sweepOnce().orphans()).isZero();
    }
  }

  private TestStore restartWithOrphan(BlobWriter unfinished) {
    BlobWriter finished = test.blobs.create(hint("never"));
    finished.write(1);
    finished.finish();
    assertThat(unfinished.id()).isNotEqualTo(finished.id());
    return test.restart();
  }

  private Bytes hint(String key) {
    return bucket.id().concat(Bytes.utf8(key));
  }

  @Test
  void markedBlobCanNeverBeCommitted() {
    BlobWriter slow = test.blobs.create(hint("key"));
    slow.write(1);
    slow.finish();
    TestStore next = test.restart();
    next.store.sweep().sweepOnce();
    Bytes mark = Bytes.utf8("m").concat(slow.id().bytes16());
    assertThat(next.kv.get(bucket.index(), new Key(Bytes.utf8("key"), mark))).isPresent();
    next.put("key", "later");
    assertThat(next.text("key")).isEqualTo("later");
    next.delete("key");
    next.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket(BUCKET, null));
  }

  @Test
  void hintOfARunningCommitIsKept() {
    Bytes group = Bytes.utf8("q").concat(hint("key"));
    Bytes young = new FieldWriter().u8(1).u64(test.clock.millis()).toBytes();
    test.kv.commit(
        Commit.in(new Index("hints"), group).put(Bytes.copyOf(new byte[16]), young).build());
    test.clock.advance(Duration.ofMinutes(59));
    test.store.sweep().sweepOnce();
    assertThat(hints(test)).hasSize(1);
    test.clock.advance(Duration.ofMinutes(2));
    test.store.sweep().sweepOnce();
    assertThat(hints(test)).isEmpty();
  }

  @Test
  void indexWithoutItsBucketIsRemoved() {
    Bytes id = Bytes.copyOf(new byte[16]);
    Index index = Bucket.indexOf(id);
    test.kv.create(index);
    Bytes old = new FieldWriter().u8(1).u64(test.clock.millis() - 1).toBytes();
    test.kv.commit(Commit.in(new Index("hints"), Bytes.utf8("b/half-made")).put(id, old).build());
    assertThat(test.restart().store.sweep().sweepOnce().creations()).isEqualTo(1);
    assertThat(test.kv.exists(index)).isFalse();
    assertThat(hints(test)).isEmpty();
    test.createBucket("half-made");
  }

  @Test
  void bucketWithoutItsIndexIsGoneAndItsNameFree() {
    test.store.buckets().beginRemoval(BUCKET, null);
    assertThat(test.store.buckets().require(BUCKET).deleting()).isTrue();
    assertThat(test.kv.removeIfEmpty(bucket.index())).isTrue();
    assertRefused(S3Error.NoSuchBucket, () -> test.store.buckets().require(BUCKET));
    assertThat(test.store.sweep().sweepOnce().bucketRows()).isEqualTo(1);
    test.createBucket(BUCKET);
    assertThat(test.store.buckets().require(BUCKET).id()).isNotEqualTo(bucket.id());
  }

  @Test
  void nameOfAHalfRemovedBucketMayBeTakenBeforeTheSweep() {
    test.store.buckets().beginRemoval(BUCKET, null);
    test.kv.removeIfEmpty(bucket.index());
    test.createBucket(BUCKET);
    test.put("key", "new");
    assertThat(test.store.sweep().sweepOnce().bucketRows()).isZero();
    assertThat(test.text("key")).isEqualTo("new");
  }

  @Test
  void bucketWithVersionsOrMarkersIsNotEmpty() {
    test.setVersioning("Enabled");
    test.delete("only-a-marker");
    var op = new DeleteBucket(BUCKET, null);
    assertRefused(
        S3Error.BucketNotEmpty, () -> test.store.bucketRemoval().deleteBucket(CALLER, op));
    assertThat(test.delete("x").deleteMarker()).isTrue();
  }

  @Test
  void removedBucketIsGoneForEveryRequest() {
    test.store.bucketRemoval().deleteBucket(CALLER, new DeleteBucket(BUCKET, null));
    assertRefused(S3Error.NoSuchBucket, () -> test.put("key", "x"));
    assertRefused(S3Error.NoSuchBucket, () -> test.text("key"));
    assertThat(test.kv.exists(bucket.index())).isFalse();
  }

  @Test
  void jobsRunWhenWokenAndEndWithTheStore() throws InterruptedException {
    TestStore running = TestStore.withBucket();
    running.store.startJobs();
    running.put(putOp("key", new byte[100_000]));
    running.put("key", "small");
    for (int i = 0; i < 500 && !hints(running).isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(hints(running)).isEmpty();
    running.store.close();
  }

  @Test
  void damagedRowOfABucketDoesNotStopTheRemovalOfOthers() {
    test.createBucket("later-bucket");
    var bucket = test.store.buckets().beginRemoval("later-bucket", null);
    assertThat(test.kv.removeIfEmpty(bucket.index())).isTrue();
    Damage.lastBytes(test.kv, "bucket/" + TestStore.BUCKET, "r");
    assertThat(test.store.sweep().sweepOnce().bucketRows()).isEqualTo(1);
  }
}
