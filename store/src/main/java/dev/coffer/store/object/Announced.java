package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Events that this process has announced by a hint and whose commit is not decided, by their ids.
 *
 * <p>How long that is so goes by a clock that nobody sets. A commit whose outcome stays unknown may
 * take place for {@link #LONGEST}. There are never more than there are hints. For any number of
 * threads.
 */
final class Announced {
  /** No commit is on its way for longer. */
  static final Duration LONGEST = Duration.ofHours(1);

  private final LongSupplier ticks;
  private final Map<Bytes, Long> since = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param ticks nanoseconds of a clock that only goes forward
   */
  Announced(LongSupplier ticks) {
    this.ticks = ticks;
  }

  /** To be called before the hint can be seen. */
  void begin(Bytes id) {
    since.put(id, ticks.getAsLong());
  }

  /** Its commit took place, or never will. */
  void end(Bytes id) {
    since.remove(id);
  }

  /**
   * Whether its commit may still take place. Whoever looks for what it stores asks this first: what
   * is decided by then can be seen.
   */
  boolean onItsWay(Bytes id) {
    Long began = since.get(id);
    boolean old = began != null && ticks.getAsLong() - began > LONGEST.toNanos();
    if (old) {
      since.remove(id);
    }
    return began != null && !old;
  }
}
