package dev.coffer.store.simulation;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.blob.Candidate;
import dev.coffer.storage.blob.MemoryBlobs;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.store.Store;
import dev.coffer.store.TestClock;
import dev.coffer.store.TestKeys;
import dev.coffer.store.TestRoot;
import dev.coffer.store.bucket.BucketSettings;
import dev.coffer.store.bucket.Profile;
import java.util.Iterator;
import java.util.SplittableRandom;

/** What outlives processes: rows, blobs, keys, the clock; and the process that runs on them. */
final class House implements AutoCloseable {
  private static final int UNKNOWN_PERCENT = 6;

  private final Turnstile turnstile;
  private final SplittableRandom random;
  private final StoreRootKey root = TestRoot.create();
  private final TestClock clock = new TestClock();
  private final TestKeys keys = new TestKeys(clock);
  private MemoryKv kv;
  private MemoryBlobs blobs = new MemoryBlobs();
  private Life life;
  private Store store;

  House(Turnstile turnstile, SplittableRandom random) {
    this.turnstile = turnstile;
    this.random = random;
    this.kv = MemoryKv.hostile(random.nextLong(), UNKNOWN_PERCENT);
    this.life = new Life(turnstile);
    this.store = open();
  }

  /** Ends the process as a crash would, and begins another on what it left. */
  void restart() {
    kv = kv.reopen();
    blobs = blobs.reopen();
    life = new Life(turnstile);
    store = open();
  }

  private Store open() {
    Store opened =
        Store.open(
            new SimulatedKv(kv, life),
            new SimulatedBlobs(blobs, life, random.split()),
            root,
            new BucketSettings(TestKeys.REGION, Profile.YEAR_2026),
            _ -> true,
            keys.kms(),
            clock,
            Entropy.system());
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

  MemoryKv kv() {
    return kv;
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
    kv.close();
  }
}
