package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.object.ObjectRoom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what crashes and superseding writes leave: queued blobs and parts, blobs of dead sessions
 * that nobody committed, renames that broke off, indexes without a bucket and buckets without an
 * index, and names of counters that went with their bucket.
 *
 * <p>{@link #sweepOnce} does all of it once, on the thread of the caller, for one caller at a time.
 */
public final class Sweep implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration GATHER = Duration.ofMillis(250);

  /** No commit is on its way for longer. */
  private static final Duration STALE = Duration.ofHours(1);

  /** For so long a rename that is asked for again is known to have taken place. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  /** Nobody takes longer from finding an object to opening it. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final BucketRoom buckets;
  private final ObjectRoom objects;
  private final InstantSource clock;
  private final Instant opened;

  public Sweep(BucketRoom buckets, ObjectRoom objects, InstantSource clock) {
    this.buckets = buckets;
    this.objects = objects;
    this.clock = clock;
    // Hints carry whole milliseconds.
    this.opened = Instant.ofEpochMilli(clock.millis());
  }

  /** How much was removed. */
  public record Swept(
      int removals, int renames, int orphans, int creations, int bucketRows, int tallies) {
    boolean nothing() {
      return equals(new Swept(0, 0, 0, 0, 0, 0));
    }
  }

  /** Sweeps everything once. */
  public Swept sweepOnce() {
    Instant staleBefore = before(STALE);
    Instant forgetBefore = clock.instant().minus(REMEMBERED);
    var swept =
        new Swept(
            each(() -> objects.queuedRemovals().run(before(STALE), before(GRACE))),
            each(() -> objects.renames().sweep(staleBefore, forgetBefore)),
            each(objects.orphans()::run),
            each(() -> buckets.sweepCreations(staleBefore)),
            each(buckets::sweepRemovals),
            each(buckets::sweepTallies));
    if (!swept.nothing()) {
      LOG.debug("swept {}", swept);
    }
    return swept;
  }

  /** One kind of work; what stops it does not stop the others. */
  private static int each(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM the sweep met what is not what was stored", e);
      return 0;
    }
  }

  /** Whatever was announced before this store was opened has ended with the process that did it. */
  private Instant before(Duration age) {
    Instant old = clock.instant().minus(age);
    return old.isAfter(opened) ? old : opened;
  }

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  public Duration pause() {
    return PAUSE;
  }

  /** A removal alone has three syncs, which stand in the way of those that a client waits for. */
  @Override
  public Duration gather() {
    return GATHER;
  }

  /** Whoever wakes the sweep has queued something; what failed waits for {@link #run}. */
  @Override
  public void runWoken() {
    var _ = each(() -> objects.queuedRemovals().runWoken(before(STALE), before(GRACE)));
  }

  @Override
  public void run() {
    sweepOnce();
  }
}
