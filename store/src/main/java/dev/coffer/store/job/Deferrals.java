package dev.coffer.store.job;

import dev.coffer.storage.kv.Key;
import dev.coffer.store.object.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Events that a webhook refused, put off from one second up to an hour: {@value #MOST} of them each
 * by itself.
 *
 * <p>For those that find no place any more there is a line: what lies before it rests until one
 * time, which is put off likewise, and passes begin behind it. Then it is tried again in a round,
 * {@value #AT_ONCE} at once and each time behind what is new; what is refused by then and has no
 * place rests on. So no event is lost or holds up what comes after it, however many are refused,
 * and none is remembered that must be forgotten.
 *
 * <p>An event may be announced long before it happens. The line passes over up to {@value #MOST} of
 * those, which are remembered and looked at in each pass; where there are more it stays.
 */
final class Deferrals {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 12;
  static final int MOST = 1_000;
  static final int AT_ONCE = 256;

  private final InstantSource clock;
  private final Map<String, Deferred> deferred = new HashMap<>();
  private final Map<Key, Outbox.Waiting> announced = new TreeMap<>();

  /** Where events begin that do not rest; null when none does. */
  private @Nullable Key line;

  private int rests;
  private Instant resting = Instant.MIN;

  /** Where the line was when the round began that goes on; null between rounds. */
  private @Nullable Key end;

  /** Where the round goes on; null for the oldest event. */
  private @Nullable Key from;

  /** Whether something rests on after the round. */
  private boolean left;

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

  /**
   * Where a pass begins, which leaves what rests alone.
   *
   * @param next where it would begin; null for the oldest event
   */
  @Nullable Key begin(@Nullable Key next) {
    return line == null || (next != null && next.compareTo(line) > 0) ? next : line;
  }

  /** An event has not happened yet, or does not wait any more. */
  void notYet(Outbox.Waiting at) {
    forget(at);
    if (announced.size() < MOST) {
      announced.put(at.hint().key(), at);
    }
  }

  /**
   * What had not happened and is to be looked at again, since a pass does not come by it.
   *
   * @param begin where the pass begins; null for the oldest event
   */
  List<Outbox.Waiting> announcedBefore(@Nullable Key begin) {
    announced.keySet().removeIf(key -> begin == null || key.compareTo(begin) >= 0);
    return List.copyOf(announced.values());
  }

  /**
   * Some of what has rested long enough, to be tried again; empty when there is none.
   *
   * @param waiting what waits, from a key on or from the oldest event
   */
  List<Outbox.Waiting> takeUp(Function<@Nullable Key, Iterator<Outbox.Waiting>> waiting) {
    if (line == null || (end == null && clock.instant().isBefore(resting))) {
      return List.of();
    }
    if (end == null) {
      end = line;
      from = null;
      left = false;
    }
    List<Outbox.Waiting> some = before(end, waiting.apply(from));
    if (some.isEmpty()) {
      endRound();
    }
    return some;
  }

  private static List<Outbox.Waiting> before(Key end, Iterator<Outbox.Waiting> all) {
    var some = new ArrayList<Outbox.Waiting>();
    while (some.size() < AT_ONCE && all.hasNext()) {
      Outbox.Waiting at = all.next();
      if (at.hint().key().compareTo(end) >= 0) {
        break;
      }
      some.add(at);
    }
    return some;
  }

  private void endRound() {
    end = null;
    if (left) {
      rest();
    } else {
      line = null;
      rests = 0;
    }
  }

  /** The round has come so far. */
  void tried(Key behind) {
    from = behind;
  }

  /** Something that was tried rests on. */
  void restsOn() {
    left = true;
  }

  /**
   * Puts an event off.
   *
   * @return how often it was refused; 0 when it rests with others
   */
  int refused(Outbox.Waiting at) {
    announced.remove(at.hint().key());
    Deferred before = deferred.get(at.id());
    if (before == null && full()) {
      rest(at.after());
      return 0;
    }
    int times = before == null ? 1 : before.times() + 1;
    Instant then = clock.instant().plus(backoff(times, LONGEST));
    deferred.put(at.id(), new Deferred(times, then));
    return times;
  }

  private void rest(Key behind) {
    restsOn();
    if (announced.size() >= MOST) {
      return; // there may be more of them before it, which would rest untried
    }
    Key before = line;
    if (before == null) {
      rest();
    }
    line = before == null || behind.compareTo(before) > 0 ? behind : before;
  }

  private void rest() {
    rests++;
    resting = clock.instant().plus(backoff(rests, LONGEST));
  }

  /** The event does not wait any more, or cannot be read. */
  void forget(Outbox.Waiting at) {
    deferred.remove(at.id());
    announced.remove(at.hint().key());
  }

  /**
   * How long until an event is to be sent again.
   *
   * @param idle when there is none, or none so soon
   */
  Duration pause(Duration idle) {
    Instant now = clock.instant();
    if (line != null) {
      // Those before the line would be due in vain.
      return end == null ? within(Duration.between(now, resting), idle) : SHORTEST_PAUSE;
    }
    return deferred.values().stream()
        .map(each -> Duration.between(now, each.notBefore()))
        .map(left -> within(left, idle))
        .reduce(idle, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }

  private static Duration within(Duration left, Duration idle) {
    Duration most = left.compareTo(idle) < 0 ? left : idle;
    return most.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : most;
  }
}
