package dev.coffer.store.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.store.TestStore;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.store.lock.BucketLock;
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
  private final VersioningState versioning;
  private final Plan plan;
  private final boolean expiring;

  Run(long seed) {
    this.random = new SplittableRandom(seed);
    this.turnstile = new Turnstile(random.split());
    var history = new History();
    this.house = new House(turnstile, history, random.split());
    List<String> kmsKeys = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      kmsKeys.add(house.keys().create(TestStore.CALLER));
    }
    Kind kind = any(List.of(Kind.values()));
    this.versioning = versioning(kind);
    this.plan = new Plan(house, history, new Contents(seed << 20), kmsKeys, 3, kind, versioning);
    this.expiring = kind != Kind.DIRECTORY && random.nextInt(3) == 0;
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** With which versioning it begins. */
  private VersioningState versioning(Kind kind) {
    return switch (kind) {
      case PLAIN, DIRECTORY -> VersioningState.NEVER_SET;
      case VERSIONED, LOCKED -> VersioningState.ENABLED;
      case SWITCHED -> any(List.of(VersioningState.values()));
    };
  }

  History history() {
    return plan.history();
  }

  void run() {
    new Founding(plan, versioning).found(Run::patiently);
    if (plan.kind() == Kind.LOCKED) {
      BucketLock lock = Defaults.any(random);
      patiently(() -> plan.defaults().set(plan, lock));
    }
    if (expiring) {
      patiently(new Expiring(plan)::begin);
    }
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
        restart();
        new Survey(CLIENTS, plan).take();
      }
      house.clock().advance(pause());
    }
    requireAllReadable();
    assertThat(Linearizable.is(history().steps(), plan.empty()))
        .as(() ->
            Linearizable.firstUnexplained(history().steps(), plan.empty())
                + " cannot be explained in a "
                + plan.kind()
                + " bucket by\n"
                + String.join("\n", history().lines()))
        .isTrue();
    requireNothingLeft();
  }

  /** Between two lives; some of them a night or two long. */
  private Duration pause() {
    int nights = random.nextBoolean() ? 1 + random.nextInt(2) : 0;
    return Duration.ofDays(nights).plusHours(random.nextInt(3));
  }

  /** Another process, which reaches all keys. */
  private void restart() {
    house.restart();
    history().restarted();
    plan.switching().restarted();
    plan.defaults().restarted();
    house.reach().find();
    plan.kmsKeys().forEach(key -> house.keys().enable(TestStore.CALLER, key));
  }

  private void live(int number, SplittableRandom random) {
    var client = new Client(number, plan, random.split());
    for (int i = 0; i < REQUESTS && !house.life().dead(); i++) {
      house.clock().advance(Duration.ofMillis(random.nextInt(500)));
      if (number < CLIENTS) {
        client.act();
      } else if (expiring && random.nextInt(2) == 0) {
        new Expiring(plan).pass(new Asker(number, plan), number);
      } else {
        sweep();
      }
    }
  }

  private void sweep() {
    try {
      house.store().sweep().sweepOnce();
    } catch (Unavailable | Ended e) {
      plan.requireNoDamage(e); // what is undecided is for the next round
    }
  }

  /** Once nothing fails any more but single answers, everything is known, also after a sweep. */
  private void requireAllReadable() {
    restart();
    new Survey(CLIENTS, plan).take();
    house.clock().advance(Duration.ofHours(3));
    patiently(() -> house.store().sweep().sweepOnce());
    new Survey(CLIENTS, plan).take();
    if (expiring) {
      new Expiring(plan).requireDone(new Asker(CLIENTS, plan), CLIENTS);
      new Survey(CLIENTS, plan).take();
    }
  }

  /** Removes every version; then the sweep removes everything else. */
  private void requireNothingLeft() {
    var emptying = new Emptying(plan);
    house.clock().advance(Locking.LONGEST);
    patiently(emptying::removeAll);
    house.restart();
    patiently(emptying::removeAll); // whatever an open commit has brought since
    for (int i = 0; i < 4; i++) {
      house.clock().advance(Duration.ofHours(3));
      patiently(() -> house.store().sweep().sweepOnce());
    }
    assertThat(left()).isEmpty();
    assertThat(plan.counted()).as("versions that are counted").isZero();
    assertThat(house.blobs()).as("blobs").isZero();
  }

  /** Rows of the bucket, but for marks, which stay as long as it does. */
  private List<String> left() {
    List<String> rows = new ArrayList<>();
    var index = house.store().buckets().require(plan.requests().bucket()).index();
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
