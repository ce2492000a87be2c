package dev.coffer.store.object;

import static dev.coffer.store.TestStore.BUCKET;
import static dev.coffer.store.TestStore.putOp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobWriter;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.TestStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QueuedRemovalsTest {
  private static final Bytes ID = Bytes.copyOf(new byte[16]);

  private static final Bytes JUNK = Bytes.of((byte) 99);

  private final Meddling kv = new Meddling(new MemoryKv());
  private final TestStore test = TestStore.over(kv);
  private final ObjectGroup at = new ObjectGroup(test.store.buckets().require(BUCKET), "key");
  private final Key hint = new Key(Bytes.utf8("q").concat(at.blobHint()), ID);

  private void writeHint() {
    Bytes value = new FieldWriter().u8(1).u64(test.clock.millis()).toBytes();
    kv.commit(Commit.in(Removals.HINTS, hint.group()).put(ID, value).build());
  }

  @Test
  void hintThatIsWrittenAnewMeanwhileIsKept() {
    writeHint();
    test.clock.advance(Duration.ofHours(2));
    kv.beforeReading(Suffixes.QUEUED, this::writeHint);
    test.store.sweep().sweepOnce();
    assertThat(kv.done()).isTrue();
    assertThat(kv.get(Removals.HINTS, hint)).isPresent();
  }

  /** Leaves a commit open until another one in its group decides it. */
  private static final class Open extends ForwardingKv {
    private @Nullable Commit left;

    Open(KvStore kv) {
      super(kv);
    }

    @Override
    public Outcome commit(Commit commit) {
      Commit open = left;
      if (open != null
          && open.index().equals(commit.index())
          && open.group().equals(commit.group())) {
        left = null;
        assertThat(super.commit(open)).isEqualTo(new Outcome.Done());
      }
      return super.commit(commit);
    }
  }

  @Test
  void hintOfACommitThatIsOpenForHoursIsKept() {
    var open = new Open(new MemoryKv());
    TestStore late = TestStore.over(open);
    var group = new ObjectGroup(late.store.buckets().require(BUCKET), "key");
    var row = new QueuedRow.OfBlob(new BlobId(1, 1));
    Bytes id = row.blob().bytes16();
    Bytes value = new FieldWriter().u8(1).u64(late.clock.millis()).toBytes();
    Key announced = new Key(Bytes.utf8("q").concat(group.blobHint()), id);
    open.commit(Commit.in(Removals.HINTS, announced.group()).put(id, value).build());
    Commit.Builder queueing = group.commit();
    Removals.queue(row, queueing);
    open.left = queueing.build();
    late.clock.advance(Duration.ofHours(2));
    late.store.sweep().sweepOnce();
    assertThat(open.left).as("decided").isNull();
    assertThat(open.get(Removals.HINTS, announced)).isPresent();
    late.store.sweep().sweepOnce();
    assertThat(open.get(Removals.HINTS, announced)).isEmpty();
    assertThat(open.get(group.index(), group.row(row.suffix()))).isEmpty();
  }

  @Test
  void removalsOfManyObjectsShareTheirCommits() {
    var counting = new CountingCommits(new MemoryKv());
    TestStore many = TestStore.over(counting);
    for (int key = 0; key < 300; key++) {
      many.put(putOp("key-" + key, new byte[20_000]));
      many.delete("key-" + key);
    }
    counting.reset();
    assertThat(many.store.sweep().sweepOnce().removals()).isEqualTo(300);
    assertThat(counting.waits()).isLessThan(10);
  }

  @Test
  void replacedAndDeletedObjectsWaitForOneCommit() {
    var counting = new CountingCommits(new MemoryKv());
    TestStore one = TestStore.over(counting);
    one.put(putOp("key", new byte[20_000]));
    counting.reset();
    one.put(putOp("key", new byte[20_000]));
    assertThat(counting.waits()).isEqualTo(1);
    counting.reset();
    one.delete("key");
    assertThat(counting.waits()).isEqualTo(1);
    assertThat(one.store.sweep().sweepOnce().removals()).isEqualTo(2);
  }

  @Test
  void blobThatCannotBeRemovedDoesNotStopTheOthersAndIsTriedAgain() {
    for (int key = 0; key < 5; key++) {
      test.put(putOp("key-" + key, new byte[20_000]));
      test.delete("key-" + key);
    }
    var stuck = new StuckBlobs(test.blobs);
    assertThat(run(kv, stuck)).isEqualTo(4);
    assertThat(run(kv, stuck)).isZero();
    stuck.letGo();
    assertThat(run(kv, stuck)).isEqualTo(1);
    assertThat(test.store.sweep().sweepOnce().removals()).isZero();
  }

  @Test
  void partThatCannotBeRemovedStopsNeitherTheOtherPartsNorWhatFollows(@TempDir Path folder) {
    try (var world = new World(folder, new MemoryKv())) {
      Uploading upload = Uploading.begin(world, "key");
      for (int number = 1; number <= 5; number++) {
        upload.part(number, new byte[20_000]);
      }
      upload.abort();
      world.put("other", new byte[20_000]);
      world.put("other", new byte[0]);
      var stuck = new StuckBlobs(world.blobs());
      assertThat(run(world.kv(), stuck)).isEqualTo(1);
      assertThat(stuck.removed()).isEqualTo(5);
      stuck.letGo();
      assertThat(run(world.kv(), stuck)).isEqualTo(1);
      assertThat(stuck.removed()).isEqualTo(6);
    }
  }

  @Test
  void whatCannotBeRemovedIsTriedByWholeSweepsAlone() {
    var stuck = new StuckBlobs(test.blobs);
    QueuedRemovals queued = over(kv, stuck);
    replaced("stuck");
    assertThat(queued.runWoken(Instant.EPOCH, Instant.MAX)).isZero();
    for (int key = 0; key < 5; key++) {
      replaced("key-" + key);
      assertThat(queued.runWoken(Instant.EPOCH, Instant.MAX)).isEqualTo(1);
    }
    assertThat(stuck.refused()).isEqualTo(1);
    assertThat(queued.run(Instant.EPOCH, Instant.MAX)).isZero();
    assertThat(queued.runWoken(Instant.EPOCH, Instant.MAX)).isZero();
    assertThat(stuck.refused()).isEqualTo(2);
    stuck.letGo();
    assertThat(queued.runWoken(Instant.EPOCH, Instant.MAX)).isZero();
    assertThat(queued.run(Instant.EPOCH, Instant.MAX)).isEqualTo(1);
  }

  @Test
  void partsThatCannotBeRemovedAreTriedByWholeSweepsAlone(@TempDir Path folder) {
    try (var world = new World(folder, new MemoryKv())) {
      Uploading upload = Uploading.begin(world, "key");
      upload.part(1, new byte[20_000]);
      upload.abort();
      var stuck = new StuckBlobs(world.blobs());
      QueuedRemovals queued = over(world.kv(), stuck);
      assertThat(queued.run(Instant.EPOCH, Instant.MAX)).isZero();
      assertThat(queued.runWoken(Instant.EPOCH, Instant.MAX)).isZero();
      assertThat(stuck.refused()).isEqualTo(1);
      stuck.letGo();
      assertThat(queued.run(Instant.EPOCH, Instant.MAX)).isEqualTo(1);
    }
  }

  /** More than are remembered by themselves. */
  @Test
  void whereEverythingIsStuckWakesDoNothing() {
    var stuck = new StuckRemovals();
    for (int hint = 0; hint < StuckRemovals.MOST; hint++) {
      assertThat(stuck.full()).isFalse();
      Key key = new Key(Bytes.utf8("q"), Bytes.utf8("hint-" + hint));
      stuck.add(new Entry(key, JUNK), new Unavailable("disk"));
    }
    assertThat(stuck.full()).isTrue();
    stuck.beginSweep();
    assertThat(stuck.full()).isFalse();
  }

  private void replaced(String key) {
    test.put(putOp(key, new byte[20_000]));
    test.put(putOp(key, new byte[0]));
  }

  /** A sweep of what is queued, over other blobs. */
  private int run(KvStore rows, StuckBlobs blobs) {
    return over(rows, blobs).run(Instant.EPOCH, Instant.MAX);
  }

  private QueuedRemovals over(KvStore rows, StuckBlobs blobs) {
    var removals = new Removals(rows, test.clock, () -> {});
    return new QueuedRemovals(rows, blobs, removals, new BodiesInUse());
  }

  @Test
  void damagedRemovalDoesNotStopTheOthers() {
    writeHint();
    kv.commit(at.commit().put(Suffixes.queued(ID), JUNK).build());
    test.put(putOp("later", new byte[100_000]));
    test.delete("later");
    assertThat(test.store.sweep().sweepOnce().removals()).isEqualTo(1);
    assertThat(kv.get(Removals.HINTS, hint)).isPresent();
  }

  @Test
  void damagedHintDoesNotStopTheRestOfTheSweep() {
    kv.commit(Commit.in(Removals.HINTS, hint.group()).put(ID, JUNK).build());
    unfinished("other");
    assertThat(test.restart().store.sweep().sweepOnce().orphans()).isEqualTo(1);
  }

  @Test
  void damagedRowDoesNotStopTheSweepOfOrphansOfOtherKeys() {
    kv.commit(at.commit().put(Suffixes.CURRENT, JUNK).build());
    unfinished("key");
    unfinished("other");
    TestStore next = test.restart();
    assertThat(next.store.sweep().sweepOnce().orphans()).isEqualTo(1);
    kv.commit(at.commit().delete(Suffixes.CURRENT).build());
    assertThat(next.store.sweep().sweepOnce().orphans()).isEqualTo(1);
  }

  @Test
  void orphanThatCannotBeRemovedDoesNotStopTheOthersAndIsTriedAgain() {
    for (int key = 0; key < 4; key++) {
      unfinished("key-" + key);
    }
    TestStore next = test.restart();
    var stuck = new StuckBlobs(next.blobs);
    var orphans = new Orphans(kv, stuck);
    assertThat(orphans.run()).isEqualTo(3);
    assertThat(orphans.run()).isZero();
    stuck.letGo();
    assertThat(orphans.run()).isEqualTo(1);
    assertThat(orphans.run()).isZero();
  }

  /** A blob that nobody refers to. */
  private void unfinished(String key) {
    Bytes of = new ObjectGroup(at.bucket(), key).blobHint();
    try (BlobWriter blob = test.blobs.create(of)) {
      blob.write(1);
      blob.finish();
    }
  }
}
