package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, as strict as the strictest engine: pages are short on purpose and now and then
 * promise more where nothing follows.
 *
 * <p>The hostile one also answers {@link Outcome.Unknown} to some commits, of which some were
 * applied, some never will be, and some will be later: before the next commit in their group at the
 * latest. What it does depends on its seed and the order of calls only.
 */
public final class MemoryKv implements KvStore {
  private static final int HOSTILE_PERCENT = 12;

  private final ReentrantLock lock = new ReentrantLock();
  private final SplittableRandom random;
  private final int unknownPercent;
  private final Map<Index, MemoryTable> tables;
  private boolean closed;

  /** Friendly but for its short pages. */
  public MemoryKv() {
    this(new SplittableRandom(1), 0, new HashMap<>());
  }

  private MemoryKv(SplittableRandom random, int unknownPercent, Map<Index, MemoryTable> tables) {
    this.random = random;
    this.unknownPercent = unknownPercent;
    this.tables = tables;
  }

  /** Leaves about every eighth commit's outcome open. */
  public static MemoryKv hostile(long seed) {
    return hostile(seed, HOSTILE_PERCENT);
  }

  public static MemoryKv hostile(long seed, int unknownPercent) {
    return new MemoryKv(new SplittableRandom(seed), unknownPercent, new HashMap<>());
  }

  /** The same content after a restart; this store is closed and delayed commits are decided. */
  public MemoryKv reopen() {
    close();
    return new MemoryKv(random.split(), unknownPercent, tables);
  }

  @Override
  public void create(Index index) {
    locked(() -> tables.computeIfAbsent(index, name -> new MemoryTable()));
  }

  @Override
  public boolean exists(Index index) {
    return locked(() -> tables.containsKey(index));
  }

  @Override
  public boolean removeIfEmpty(Index index) {
    return locked(() -> {
      MemoryTable table = tables.get(index);
      if (table != null && !table.isEmpty()) {
        return false;
      }
      tables.remove(index);
      return true;
    });
  }

  @Override
  public Optional<Bytes> get(Index index, Key key) {
    return locked(() -> readable(index).flatMap(table -> table.get(key)));
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page holds at least one entry");
    }
    return locked(() -> {
      boolean promiseMore = random.nextInt(4) == 0;
      return readable(index)
          .map(table -> table.page(fromInclusive, shorten(limit), promiseMore))
          .orElse(Page.EMPTY);
    });
  }

  @Override
  public Outcome commit(Commit commit) {
    return locked(() -> {
      MemoryTable table = tables.get(commit.index());
      if (table == null) {
        return Outcome.NO_INDEX;
      }
      table.decideDelayed(commit.group());
      return random.nextInt(100) < unknownPercent ? leaveOpen(table, commit) : table.apply(commit);
    });
  }

  @Override
  public long counter(Index index, String name) {
    Commit.requireCounter(name);
    return locked(() -> readable(index).map(table -> table.counter(name)).orElse(0L));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        tables.values().forEach(table -> table.decideDelayed(random));
      }
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private Outcome leaveOpen(MemoryTable table, Commit commit) {
    switch (random.nextInt(3)) {
      case 0 -> table.apply(commit);
      case 1 -> table.delay(commit);
      default -> {}
    }
    return new Outcome.Unknown(new Unavailable("no answer within the time allowed"));
  }

  /** The table as a reader meets it: a delayed commit may have arrived just before. */
  private Optional<MemoryTable> readable(Index index) {
    @Nullable MemoryTable table = tables.get(index);
    if (table != null && unknownPercent > 0 && random.nextInt(4) == 0) {
      table.decideDelayed(random);
    }
    return Optional.ofNullable(table);
  }

  private int shorten(int limit) {
    int most = Math.min(limit, MAX_PAGE);
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(Math.min(most, 4));
      case 1 -> 1 + random.nextInt(most);
      default -> most;
    };
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      if (closed) {
        throw new Unavailable("the key store is closed");
      }
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
