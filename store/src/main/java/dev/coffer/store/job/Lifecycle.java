package dev.coffer.store.job;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketRoom;
import dev.coffer.store.bucket.LifecycleClock;
import dev.coffer.store.bucket.LifecycleClock.Times;
import dev.coffer.store.bucket.LifecycleProgress;
import dev.coffer.store.bucket.LifecycleProgress.At;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.object.Expirations;
import dev.coffer.store.object.Expirations.Judge;
import dev.coffer.store.object.Expirations.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over all buckets that have rules by which objects expire, once in an interval, in stretches.
 * How far it has come is stored before each, so a pass that broke off with the server is taken up
 * where it was. A bucket that cannot be read is left with an alarm, and the pass goes on.
 *
 * <p>Nothing expires while the clock is not trusted, of which each stretch is preceded by a look; a
 * pass that meets doubt ends, to be taken up once there is none. Source: docs/decisions/0044.
 */
public final class Lifecycle implements Job {
  /** From one pass to the next, unless told otherwise. */
  public static final Duration INTERVAL = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final BucketRoom buckets;
  private final Expirations expirations;
  private final ExpirationLog log;
  private final LifecycleProgress progress;
  private final LifecycleClock clock;
  private final ClockTrust trust;
  private volatile Duration interval = INTERVAL;
  private volatile boolean stopped;

  /**
   * Builds the job; nothing runs yet.
   *
   * @param log told of what expires
   * @param ticks nanoseconds that only go on, whatever the clock does
   */
  public Lifecycle(
      BucketRoom buckets, Expirations expirations, ExpirationLog log, LongSupplier ticks) {
    this.buckets = buckets;
    this.expirations = expirations;
    this.log = log;
    this.progress = buckets.lifecycleProgress();
    this.clock = buckets.lifecycleClock();
    this.trust = new ClockTrust(clock, ticks);
  }

  /** To be said before it runs. */
  public void every(Duration time) {
    interval = time;
  }

  @Override
  public String name() {
    return "lifecycle";
  }

  @Override
  public Duration pause() {
    return interval.compareTo(PAUSE) < 0 ? interval : PAUSE;
  }

  /** Nobody wakes it. */
  @Override
  public void runWoken() {}

  /** Ends a pass at the end of its stretch; it is taken up when the store is opened again. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    if (trust.look().isEmpty()) {
      return;
    }
    At at = progress.find();
    Instant now = clock.now();
    boolean broken = at.bucket() != null;
    if (broken || !at.begun().plus(interval).isAfter(now) || at.begun().isAfter(now)) {
      pass(broken ? at : new At(now, null, null), trust::look);
    }
  }

  /** A whole pass from the beginning, whenever the last one was, unless the clock is behind. */
  public void runOnce() {
    if (notBehind().isPresent()) {
      pass(new At(clock.now(), null, null), this::notBehind);
    }
  }

  private Optional<Times> notBehind() {
    Times times = clock.look();
    return times.behind() ? Optional.empty() : Optional.of(times);
  }

  private void pass(At from, Supplier<Optional<Times>> look) {
    String name = from.bucket();
    boolean on = name == null || over(name, from, look);
    Optional<String> next = buckets.nextName(name);
    while (on && !stopped && next.isPresent()) {
      on = over(next.get(), new At(from.begun(), next.get(), null), look);
      next = buckets.nextName(next.get());
    }
    if (on && !stopped) {
      progress.put(new At(from.begun(), null, null));
    }
  }

  /** Whatever the stored place says, nothing is due that is not due now. */
  private Instant earlier(At from) {
    Instant now = clock.now();
    return from.begun().isBefore(now) ? from.begun() : now;
  }

  /** Whether the pass goes on. */
  private boolean over(String name, At from, Supplier<Optional<Times>> look) {
    try {
      return stretches(name, from, look);
    } catch (Corrupt | NotAuthentic e) {
      LOG.error("ALARM expiration leaves bucket {}, which is not what was stored", name, e);
      return true;
    }
  }

  /**
   * Due is what was when the pass began; the bucket, its rules and the times are as they are at a
   * stretch. Returns whether the pass goes on; if not, its place is stored.
   */
  private boolean stretches(String name, At from, Supplier<Optional<Times>> look) {
    @Nullable Bytes key = from.objectKey();
    do {
      Bucket bucket = buckets.buckets().find(name).orElse(null);
      LifecycleRules rules = bucket == null ? null : buckets.lifecycles().find(bucket).orElse(null);
      if (bucket == null || rules == null || rules.idle()) {
        return true;
      }
      progress.put(new At(from.begun(), name, key));
      Optional<Times> times = stopped ? Optional.empty() : look.get();
      if (times.isEmpty()) {
        return false;
      }
      var judge = new Judge(rules, earlier(from), times.get());
      Stretch stretch = expirations.run(bucket, judge, key, log.of(name));
      LOG.debug("expiration in {}: {}", name, stretch);
      key = stretch.next();
    } while (key != null);
    return true;
  }
}
