package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.store.TestStore;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.AclGrants;
import dev.coffer.wire.s3.CreateBucket;
import dev.coffer.wire.s3.CreateBucketConfiguration;
import dev.coffer.wire.s3.DeleteObject;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ListMultipartUploads;
import dev.coffer.wire.s3.ListObjectVersions;
import dev.coffer.wire.s3.PutBucketVersioning;
import dev.coffer.wire.s3.VersioningConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One run under one seed: several lives of a process with clients and a sweep in each, most of
 * which end in a crash; then what is there is read, removed, and nothing may be left.
 */
final class Run implements AutoCloseable {
  private static final int LIVES = 3;
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 9;
  private static final int LONGEST_LIFE = 1500;
  private static final int PATIENCE = 40;

  /** Of blobs that were collected, and of renames that were given up. */
  private static final String MARKS = "mt";

  private final SplittableRandom random;
  private final Turnstile turnstile;
  private final House house;
  private final Plan plan;

  Run(long seed) {
    this.random = new SplittableRandom(seed);
    this.turnstile = new Turnstile(random.split());
    this.house = new House(turnstile, random.split());
    List<String> kmsKeys = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      kmsKeys.add(house.keys().create(TestStore.CALLER));
    }
    this.plan =
        new Plan(
            house, new History(), new Contents(seed << 20), kmsKeys, 3, random.nextInt(3) == 0);
  }

  History history() {
    return plan.history();
  }

  void run() {
    createBucket();
    for (int life = 0; life < LIVES; life++) {
      if (random.nextInt(4) != 0) {
        house.life().endAfter(random.nextInt(LONGEST_LIFE));
      }
      List<SplittableRandom> randoms = new ArrayList<>();
      for (int i = 0; i <= CLIENTS; i++) {
        randoms.add(random.split());
      }
      turnstile.run(CLIENTS + 1, number -> live(number, randoms.get(number)));
      if (house.life().dead() || random.nextBoolean()) {
        house.restart();
      }
      house.clock().advance(Duration.ofHours(random.nextInt(3)));
    }
    requireAllReadable();
    assertThat(Linearizable.is(history().steps()))
        .as(() ->
            Linearizable.firstUnexplained(history().steps())
                + " cannot be explained in\n"
                + String.join("\n", history().lines()))
        .isTrue();
    requireNothingLeft();
  }

  private void live(int number, SplittableRandom random) {
    for (int i = 0; i < REQUESTS && !house.life().dead(); i++) {
      house.clock().advance(Duration.ofMillis(random.nextInt(500)));
      if (number == CLIENTS) {
        sweep();
      } else {
        new Client(number, plan, random.split()).act();
      }
    }
  }

  private void sweep() {
    try {
      house.store().sweep().sweepOnce();
    } catch (Unavailable e) {
      plan.requireNoDamage(e); // what is undecided is for the next round
    }
  }

  private void createBucket() {
    var op =
        new CreateBucket(
            TestStore.BUCKET, AclGrants.NONE, null, Document.of(CreateBucketConfiguration.NONE));
    patiently(() -> house.store().buckets().createBucket(TestStore.CALLER, op));
    if (plan.versioned()) {
      var document = Document.of(new VersioningConfiguration("Enabled", null));
      var put = new PutBucketVersioning(TestStore.BUCKET, Integrity.NONE, null, document);
      patiently(() -> house.store().versioning().put(TestStore.CALLER, put));
    }
  }

  /** Once nothing fails any more but single answers, every key has an answer. */
  private void requireAllReadable() {
    plan.kmsKeys().forEach(key -> house.keys().enable(TestStore.CALLER, key));
    house.restart();
    for (int key = 0; key < plan.keys(); key++) {
      boolean known = false;
      for (int i = 0; i < PATIENCE && !known; i++) {
        known = new Client(CLIENTS, plan, random).read(key, null);
      }
      assertThat(known).as("what key %d holds is known", key).isTrue();
    }
  }

  /** Removes every version; then the sweep removes everything else. */
  private void requireNothingLeft() {
    patiently(this::removeAll);
    house.restart();
    patiently(this::removeAll); // whatever an open commit has brought since
    for (int i = 0; i < 4; i++) {
      house.clock().advance(Duration.ofHours(3));
      patiently(() -> house.store().sweep().sweepOnce());
    }
    assertThat(left()).isEmpty();
    assertThat(house.blobs()).as("blobs").isZero();
  }

  private void removeAll() {
    var list =
        new ListObjectVersions(
            TestStore.BUCKET, null, null, null, null, null, null, null, null, null);
    var listed = house.store().versionListings().list(TestStore.CALLER, list);
    listed.versions().forEach(version -> remove(version.key(), version.versionId()));
    listed.deleteMarkers().forEach(marker -> remove(marker.key(), marker.versionId()));
    var uploads =
        new ListMultipartUploads(TestStore.BUCKET, null, null, null, null, null, null, null, null);
    house
        .store()
        .uploadListings()
        .list(TestStore.CALLER, uploads)
        .uploads()
        .forEach(upload -> abort(upload.key(), upload.uploadId()));
  }

  private void abort(String key, String uploadId) {
    var op = new AbortMultipartUpload(TestStore.BUCKET, key, uploadId, null, null);
    house.store().uploads().abort(TestStore.CALLER, op);
  }

  private void remove(String key, String versionId) {
    var op = new DeleteObject(TestStore.BUCKET, key, versionId, null, null, null);
    house.store().deletes().deleteObject(TestStore.CALLER, op);
  }

  /** Rows of the bucket, but for marks, which stay as long as it does. */
  private List<String> left() {
    List<String> rows = new ArrayList<>();
    var index = house.store().buckets().require(TestStore.BUCKET).index();
    Iterator<Entry> all = KvScan.entries(house.kv(), index, Key.startOf(Bytes.of((byte) 0)), 100);
    all.forEachRemaining(row -> {
      char kind = (char) row.key().suffix().at(0);
      if (MARKS.indexOf(kind) < 0) {
        rows.add(row.key().group().toUtf8() + " " + kind + " " + row.key().suffix().toHex());
      }
    });
    return rows;
  }

  private static void patiently(Runnable action) {
    StorageFailure last = null;
    for (int i = 0; i < PATIENCE; i++) {
      try {
        action.run();
        return;
      } catch (Unavailable e) {
        last = e;
      }
    }
    throw new AssertionError(last);
  }

  @Override
  public void close() {
    house.close();
  }
}
