package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.kms.access.KeyChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bucket keys that are kept for a while, so that the key service need not be called for each
 * object.
 *
 * <p>What is kept is found by the place that it was kept for alone, which names the requester; it
 * goes when its life ends, when the key behind it expires or changes, when others are used more,
 * and when the store closes, and is zeroed then. What was asked of the key service before a change
 * is not kept after it. Who asks for what somebody is fetching already waits for it.
 *
 * <p>Safe for many threads; no lock is held while the key service is called. At most {@value
 * #MAX_KEPT} are kept. Source: spec/encryption.md R145 to R147; docs/decisions/0024.
 */
final class HeldKeys implements KeyChanges, AutoCloseable {
  static final int MAX_KEPT = 10_000;
  private static final int DROPS_PER_LIFE = 4;

  private final Duration life;
  private final InstantSource clock;
  private final Expiries expiries;
  private final Map<Place, Held> held = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Place, CountDownLatch> fetched = new HashMap<>();
  private Instant nextDrop = Instant.MIN;
  private long changes;
  private boolean closed;

  /**
   * None yet.
   *
   * @param life of each; zero keeps none
   */
  HeldKeys(Duration life, InstantSource clock, Expiries expiries) {
    if (life.isNegative()) {
      throw new IllegalArgumentException("a life is not negative");
    }
    this.life = life;
    this.clock = clock;
    this.expiries = expiries;
  }

  /** When a key's material expires by itself; null when it does not. */
  @FunctionalInterface
  interface Expiries {
    @Nullable Instant of(String keyArn);
  }

  /** What a key is kept for: equal places share it. */
  sealed interface Place {}

  /**
   * Writing to a bucket under the key of that name, which the requester's account gives a sense.
   */
  record ForWriting(dev.coffer.storage.Bytes bucketId, String keyId, Requester requester)
      implements Place {}

  /** Reading what was written under one bucket key. */
  record ForReading(dev.coffer.storage.Bytes bucketId, KmsCiphertext kms, Requester requester)
      implements Place {}

  private record Held(KmsCalls.Made key, Instant until) {
    KmsCalls.Made copy() {
      return new KmsCalls.Made(key.kms(), key.plaintext().copy());
    }
  }

  /** What was found, or that it must be fetched, or waited for. */
  private sealed interface Found {}

  private record There(KmsCalls.Made key) implements Found {}

  private record Fetch(long before) implements Found {}

  private record Wait(CountDownLatch other) implements Found {}

  /** The key of a place, with a life of its own; the receiver closes it. */
  KmsCalls.Made get(Place place, Supplier<KmsCalls.Made> service) {
    if (life.isZero()) {
      return service.get();
    }
    return switch (find(place)) {
      case There there -> there.key();
      case Fetch fetch -> fetch(place, fetch.before(), service);
      case Wait wait -> await(wait.other(), place, service);
    };
  }

  /** Who waited in vain asks for itself: what another was refused may be granted to it. */
  private KmsCalls.Made await(CountDownLatch other, Place place, Supplier<KmsCalls.Made> service) {
    try {
      other.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return service.get();
    }
    KmsCalls.Made fetchedByOther = peek(place);
    return fetchedByOther != null ? fetchedByOther : service.get();
  }

  private synchronized KmsCalls.@Nullable Made peek(Place place) {
    Held known = held.get(place);
    return known != null && clock.instant().isBefore(known.until()) ? known.copy() : null;
  }

  private KmsCalls.Made fetch(Place place, long before, Supplier<KmsCalls.Made> service) {
    try {
      KmsCalls.Made made = service.get();
      keep(place, made, new Terms(before, end(made)));
      return made;
    } finally {
      arrived(place);
    }
  }

  private Instant end(KmsCalls.Made made) {
    Instant end = clock.instant().plus(life);
    Instant expiry = expiries.of(made.kms().keyArn());
    return expiry != null && expiry.isBefore(end) ? expiry : end;
  }

  /** How many changes there had been when the key was asked for, and how long it may be kept. */
  private record Terms(long before, Instant until) {}

  private synchronized Found find(Place place) {
    dropExpired();
    KmsCalls.Made known = peek(place);
    if (known != null) {
      return new There(known);
    }
    CountDownLatch other = fetched.get(place);
    if (other != null) {
      return new Wait(other);
    }
    fetched.put(place, new CountDownLatch(1));
    return new Fetch(changes);
  }

  private synchronized void keep(Place place, KmsCalls.Made made, Terms terms) {
    if (closed || terms.before() != changes) {
      return;
    }
    var copy = new KmsCalls.Made(made.kms(), made.plaintext().copy());
    Held former = held.put(place, new Held(copy, terms.until()));
    if (former != null) {
      former.key().close();
    }
    if (held.size() > MAX_KEPT) {
      var eldest = held.values().iterator();
      eldest.next().key().close();
      eldest.remove();
    }
  }

  private synchronized void arrived(Place place) {
    CountDownLatch latch = fetched.remove(place);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Now and then, since it looks at all; what expired is not found in the meantime. */
  private void dropExpired() {
    Instant now = clock.instant();
    if (!now.isBefore(nextDrop)) {
      drop(each -> !now.isBefore(each.until()));
      nextDrop = now.plus(life.dividedBy(DROPS_PER_LIFE));
    }
  }

  private void drop(Predicate<Held> which) {
    held.values()
        .removeIf(each -> {
          boolean dropped = which.test(each);
          if (dropped) {
            each.key().close();
          }
          return dropped;
        });
  }

  /** Forgets what depends on a key, and what is being fetched. */
  @Override
  public synchronized void changed(String keyArn) {
    changes++;
    drop(each -> each.key().kms().keyArn().equals(keyArn));
  }

  synchronized int size() {
    return held.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    changes++;
    drop(_ -> true);
  }
}
