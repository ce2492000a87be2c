package dev.coffer.store.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Events that a webhook refused, each put off by itself, from one second up to an hour. */
final class Deferrals {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 12;
  private static final int MOST = 1_000;

  private final InstantSource clock;
  private final Map<String, Deferred> deferred = new HashMap<>();

  Deferrals(InstantSource clock) {
    this.clock = clock;
  }

  /** An event that was refused so often, and is not sent again before then. */
  private record Deferred(int times, Instant notBefore) {}

  /** A second after the first time, doubled with each further one. */
  static Duration backoff(int times, Duration longest) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(times - 1, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }

  boolean full() {
    return deferred.size() >= MOST;
  }

  /** Whether an event is not to be sent yet. */
  boolean putOff(String id) {
    Deferred before = deferred.get(id);
    return before != null && clock.instant().isBefore(before.notBefore());
  }

  /** Puts an event off; returns how often it was refused. */
  int refused(String id) {
    Deferred before = deferred.get(id);
    int times = before == null ? 1 : before.times() + 1;
    Instant then = clock.instant().plus(backoff(times, LONGEST));
    deferred.put(id, new Deferred(times, then));
    return times;
  }

  /** The event does not wait any more. */
  void forget(String id) {
    deferred.remove(id);
  }

  /**
   * How long until an event is to be sent again.
   *
   * @param idle when there is none, or none so soon
   */
  Duration pause(Duration idle) {
    Instant now = clock.instant();
    return deferred.values().stream()
        .map(each -> Duration.between(now, each.notBefore()))
        .map(left -> left.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : left)
        .reduce(idle, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }
}
