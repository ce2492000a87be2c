package dev.coffer.store.logging;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records that wait for their delivery, in memory and nowhere else.
 *
 * <p>Limits: {@value #MAX_BYTES} bytes in all, a line's overhead counted; of them a quarter for
 * each logged bucket, or as much as two log objects where that is more, so that none pushes out the
 * records of all others. What finds no room is dropped and counted; {@link #dropped} tells how many
 * since it was last asked. Safe for any number of threads.
 */
public final class LogQueue {
  /** As much as may wait. */
  public static final long MAX_BYTES = 16 << 20;

  /** A logged bucket has one of so many parts of the room, unless its objects are larger. */
  private static final int SHARES = 4;

  /** What a line costs besides its characters. */
  private static final int LINE_BYTES = 64;

  private final long maxBytes;
  private final long shareBytes;
  private final long objectBytes;
  private final Runnable full;
  private final ReentrantLock turn = new ReentrantLock();
  private Map<Place, Waiting> waiting = new LinkedHashMap<>();
  private final Map<LogSource, Long> shares = new HashMap<>();
  private long bytes;
  private long dropped;
  private boolean closed;

  /** What goes into one object. */
  private record Place(Logged logged, @Nullable LocalDate day) {}

  private static final class Waiting {
    private final List<String> lines = new ArrayList<>();
    private long bytes;

    void add(String line) {
      lines.add(line);
      bytes += line.length() + 1L;
    }
  }

  /**
   * Makes an empty queue.
   *
   * @param objectBytes as much as a log object has
   * @param full called when as much waits for one
   */
  public LogQueue(long objectBytes, Runnable full) {
    this(MAX_BYTES, objectBytes, full);
  }

  LogQueue(long maxBytes, long objectBytes, Runnable full) {
    this.maxBytes = maxBytes;
    this.shareBytes = Math.max(maxBytes / SHARES, 2 * objectBytes);
    this.objectBytes = objectBytes;
    this.full = full;
  }

  /** Adds a record, or counts it as dropped. */
  public void add(Logged logged, AccessRecord record) {
    LocalDate day =
        logged.target().form() == KeyForm.BY_EVENT
            ? LocalDate.ofInstant(record.time(), ZoneOffset.UTC)
            : null;
    if (add(new Place(logged, day), record.line(logged.source()))) {
      full.run();
    }
  }

  /** Tells whether an object is full by it. */
  private boolean add(Place place, String line) {
    turn.lock();
    try {
      long cost = line.length() + (long) LINE_BYTES;
      if (!room(place.logged().source(), cost)) {
        dropped++;
        return false;
      }
      change(place.logged().source(), cost);
      Waiting here = waiting.computeIfAbsent(place, _ -> new Waiting());
      boolean before = here.bytes >= objectBytes;
      here.add(line);
      return !before && here.bytes >= objectBytes;
    } finally {
      turn.unlock();
    }
  }

  private boolean room(LogSource source, long cost) {
    long share = shares.getOrDefault(source, 0L) + cost;
    return !closed && bytes + cost <= maxBytes && share <= shareBytes;
  }

  private void change(LogSource source, long cost) {
    bytes += cost;
    shares.merge(source, cost, (had, more) -> had + more == 0 ? null : had + more);
  }

  /** Takes everything out. */
  public List<LogBatch> takeAll() {
    return take(0);
  }

  /** Takes out what fills an object. */
  public List<LogBatch> takeFull() {
    return take(objectBytes);
  }

  private List<LogBatch> take(long atLeast) {
    turn.lock();
    try {
      Map<Place, Waiting> kept = new LinkedHashMap<>();
      List<LogBatch> taken = new ArrayList<>();
      waiting.forEach((place, here) -> {
        if (here.bytes < atLeast) {
          kept.put(place, here);
        } else {
          taken.addAll(new LogBatch(place.logged(), place.day(), here.lines).cut(objectBytes));
        }
      });
      waiting = kept;
      taken.forEach(batch -> change(batch.logged().source(), -cost(batch.lines())));
      return taken;
    } finally {
      turn.unlock();
    }
  }

  /** Takes a batch back that could not be delivered yet; where there is no room, it is dropped. */
  public void putBack(LogBatch batch) {
    turn.lock();
    try {
      long cost = cost(batch.lines());
      if (!room(batch.logged().source(), cost)) {
        dropped += batch.lines().size();
        return;
      }
      change(batch.logged().source(), cost);
      Waiting here =
          waiting.computeIfAbsent(new Place(batch.logged(), batch.day()), _ -> new Waiting());
      List<String> later = List.copyOf(here.lines);
      here.lines.clear();
      here.bytes = 0;
      batch.lines().forEach(here::add);
      later.forEach(here::add);
    } finally {
      turn.unlock();
    }
  }

  /** Counts a batch as dropped. */
  public void drop(LogBatch batch) {
    turn.lock();
    try {
      dropped += batch.lines().size();
    } finally {
      turn.unlock();
    }
  }

  private static long cost(Collection<String> lines) {
    return lines.stream().mapToLong(line -> line.length() + (long) LINE_BYTES).sum();
  }

  /** How many records were dropped since this was last asked. */
  public long dropped() {
    turn.lock();
    try {
      long since = dropped;
      dropped = 0;
      return since;
    } finally {
      turn.unlock();
    }
  }

  /** Takes nothing in any more; what still waits is dropped and counted. */
  public void close() {
    turn.lock();
    try {
      closed = true;
      waiting.values().forEach(here -> dropped += here.lines.size());
      waiting = new LinkedHashMap<>();
      shares.clear();
      bytes = 0;
    } finally {
      turn.unlock();
    }
  }
}
