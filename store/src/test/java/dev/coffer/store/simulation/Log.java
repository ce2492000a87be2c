package dev.coffer.store.simulation;

import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.storage.kv.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Commits that are written one after another and are on the disk with the next sync, together. A
 * crash leaves those that came first, as many as chance will have: whatever was half written counts
 * for nothing, and neither does what came behind it.
 */
final class Log {
  private final List<Entry> unsynced = new ArrayList<>();
  private MemoryKv disk;

  Log(MemoryKv disk) {
    this.disk = disk;
  }

  /** A commit that was written, and how it ended once it is on the disk. */
  static final class Entry {
    private final Commit commit;
    private @Nullable Outcome outcome;

    private Entry(Commit commit) {
      this.commit = commit;
    }
  }

  /** What is on the disk, which is what everybody sees. */
  MemoryKv disk() {
    return disk;
  }

  Entry write(Commit commit) {
    var entry = new Entry(commit);
    unsynced.add(entry);
    return entry;
  }

  /** Returns when the commit is on the disk, with all that were written before this. */
  Outcome sync(Entry entry) {
    unsynced.forEach(each -> each.outcome = disk.commit(each.commit));
    unsynced.clear();
    return Objects.requireNonNull(entry.outcome);
  }

  void crash(SplittableRandom random) {
    int left = unsynced.isEmpty() ? 0 : random.nextInt(unsynced.size() + 1);
    unsynced.subList(0, left).forEach(each -> disk.commit(each.commit));
    unsynced.clear();
    disk = disk.reopen();
  }
}
