package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One index in memory, with the commits that were answered as unknown and may still arrive. */
final class MemoryTable {
  private final TreeMap<Key, Bytes> rows = new TreeMap<>();
  private final Map<String, Long> counters = new HashMap<>();
  private final List<Commit> delayed = new ArrayList<>();

  boolean isEmpty() {
    return rows.isEmpty();
  }

  Optional<Bytes> get(Key key) {
    return Optional.ofNullable(rows.get(key));
  }

  long counter(String name) {
    return counters.getOrDefault(name, 0L);
  }

  /** At most {@code limit} entries; may claim more where nothing follows. */
  Page page(Key from, int limit, boolean promiseMore) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<Key, Bytes> row : rows.tailMap(from, true).entrySet()) {
      if (entries.size() == limit) {
        return new Page(entries, true);
      }
      entries.add(new Entry(row.getKey(), row.getValue()));
    }
    return new Page(entries, promiseMore && !entries.isEmpty());
  }

  Outcome apply(Commit commit) {
    for (Expect expect : commit.expectations()) {
      if (!holds(commit.group(), expect)) {
        return new Outcome.Conflict(expect);
      }
    }
    commit.puts().forEach((suffix, value) -> rows.put(new Key(commit.group(), suffix), value));
    commit.deletes().forEach(suffix -> rows.remove(new Key(commit.group(), suffix)));
    commit.deltas().forEach((name, delta) -> counters.merge(name, delta, Long::sum));
    return Outcome.DONE;
  }

  /** Keeps a commit that nobody knows the outcome of. */
  void delay(Commit commit) {
    delayed.add(commit);
  }

  /** What is still on its way to this group arrives now. */
  void decideDelayed(Bytes group) {
    delayed.removeIf(commit -> {
      boolean arrives = commit.group().equals(group);
      if (arrives) {
        apply(commit);
      }
      return arrives;
    });
  }

  /** Everything that is still on its way arrives or gets lost. */
  void decideDelayed(SplittableRandom random) {
    delayed.forEach(commit -> {
      if (random.nextBoolean()) {
        apply(commit);
      }
    });
    delayed.clear();
  }

  private boolean holds(Bytes group, Expect expect) {
    Optional<Bytes> found = get(new Key(group, expect.suffix()));
    return switch (expect) {
      case Expect.Absent absent -> found.isEmpty();
      case Expect.Equal equal -> found.equals(Optional.of(equal.value()));
    };
  }
}
