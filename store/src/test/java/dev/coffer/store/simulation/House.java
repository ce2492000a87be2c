package dev.coffer.store.simulation;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.Candidate;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Store;
import dev.coffer.store.TestClock;
import dev.coffer.store.TestKeys;
import dev.coffer.store.TestRoot;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import dev.coffer.store.sse.Sse;
import java.time.Duration;
import java.util.Iterator;
import java.util.SplittableRandom;

/** What outlives processes: rows, blobs, keys, the clock; and the process that runs on them. */
final class House implements AutoCloseable {
  /** Of commits, how many stay open; in some runs many. */
  private static final int[] UNKNOWN_PERCENT = {6, 6, 20};

  private final Turnstile turnstile;
  private final SplittableRandom random;
  private final Entropy entropy;
  private final StoreRootKey root = TestRoot.create();
  private final TestClock clock = new TestClock();
  private final TestKeys keys;
  private final Reach reach;
  private final boolean keepsKeys;
  private final Log log;
  private MemoryBlobs blobs = new MemoryBlobs();
  private SimulatedBlobs seenBlobs;
  private Life life;
  private Store store;

  House(Turnstile turnstile, History history, SplittableRandom random) {
    this.turnstile = turnstile;
    this.random = random;
    SplittableRandom drawn = random.split();
    this.entropy = drawn::nextBytes;
    this.keys = new TestKeys(clock, entropy);
    this.reach = new Reach(turnstile, history, random.split());
    this.keepsKeys = random.nextBoolean();
    int unknown = UNKNOWN_PERCENT[random.nextInt(UNKNOWN_PERCENT.length)];
    this.log = new Log(MemoryKv.hostile(random.nextLong(), unknown));
    this.life = new Life(turnstile);
    this.seenBlobs = new SimulatedBlobs(blobs, life, random.split());
    this.store = open();
  }

  /** Ends the process as a crash would, and begins another on what it left. */
  void restart() {
    log.crash(random);
    seenBlobs.crash();
    blobs = blobs.reopen();
    life = new Life(turnstile);
    seenBlobs = new SimulatedBlobs(blobs, life, random.split());
    store = open();
  }

  private Store open() {
    var service = new SimulatedKeys(keys.operations.service(), life, reach, !keepsKeys);
    Duration kept = keepsKeys ? Sse.Kms.DEFAULT_LIFE : Duration.ZERO;
    Store opened =
        Store.open(
            new SimulatedKv(log, life, random.split()),
            seenBlobs,
            root,
            new BucketSettings(TestKeys.REGION, Profile.YEAR_2023)
                .withLeastPart(PartNames.LEAST_BYTES),
            _ -> true,
            new Sse.Kms(service, TestKeys.REGION, kept),
            clock,
            entropy);
    keys.changes.register(opened.sse().keyChanges());
    return opened;
  }

  Store store() {
    return store;
  }

  Life life() {
    return life;
  }

  TestClock clock() {
    return clock;
  }

  TestKeys keys() {
    return keys;
  }

  Reach reach() {
    return reach;
  }

  KvStore kv() {
    return log.disk();
  }

  /** The blob that this thread began last. */
  BlobId lastBlob() {
    return seenBlobs.last();
  }

  /** How many blobs there are; ends the process. */
  long blobs() {
    blobs = blobs.reopen();
    long count = 0;
    for (long session : blobs.collector().sessions()) {
      Iterator<Candidate> candidates = blobs.collector().candidates(session);
      for (; candidates.hasNext(); candidates.next()) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    store.close();
    root.close();
    blobs.close();
    log.disk().close();
  }
}
