package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A change of one group: all of it or nothing, and only if every expectation holds.
 *
 * <p>Limits: {@value #MAX_EXPECTATIONS} expectations, {@value #MAX_ROWS} rows put or deleted,
 * {@value #MAX_BYTES} bytes of suffixes and values altogether, {@value #MAX_DELTAS} counters. A row
 * is put or deleted, not both; deleting an absent row is no error. Deltas are added to the index's
 * counters together with the change; a sum wraps at 64 bits.
 */
public record Commit(
    Index index,
    Bytes group,
    List<Expect> expectations,
    Map<Bytes, Bytes> puts,
    Set<Bytes> deletes,
    Map<String, Long> deltas) {
  public static final int MAX_EXPECTATIONS = 128;
  public static final int MAX_ROWS = 12_000;
  public static final int MAX_BYTES = 8 * 1024 * 1024;
  public static final int MAX_DELTAS = 16;
  private static final Pattern COUNTER = Pattern.compile("[a-z0-9-]{1,32}");

  public Commit {
    Key.requireGroup(group);
    expectations = List.copyOf(expectations);
    puts = Collections.unmodifiableMap(new LinkedHashMap<>(puts));
    deletes = Collections.unmodifiableSet(new LinkedHashSet<>(deletes));
    deltas = Map.copyOf(deltas);
    requireRows(puts, deletes);
    requireCounters(deltas.keySet());
    require(expectations.size() <= MAX_EXPECTATIONS, "too many expectations");
    require(sizeBytes(expectations, puts, deletes) <= MAX_BYTES, "commit is too large");
  }

  public static Builder in(Index index, Bytes group) {
    return new Builder(index, group);
  }

  static void requireCounter(String name) {
    require(COUNTER.matcher(name).matches(), "counter name is not 1 to 32 of a-z, 0-9 and -");
  }

  private static void requireRows(Map<Bytes, Bytes> puts, Set<Bytes> deletes) {
    puts.keySet().forEach(Key::requireSuffix);
    puts.values().forEach(Entry::requireValue);
    deletes.forEach(Key::requireSuffix);
    require(puts.size() + deletes.size() <= MAX_ROWS, "too many rows");
    require(Collections.disjoint(deletes, puts.keySet()), "a row is both put and deleted");
  }

  private static void requireCounters(Set<String> names) {
    names.forEach(Commit::requireCounter);
    require(names.size() <= MAX_DELTAS, "too many counters");
  }

  private static long sizeBytes(List<Expect> expects, Map<Bytes, Bytes> puts, Set<Bytes> deletes) {
    long sum = total(puts.keySet()) + total(puts.values()) + total(deletes);
    for (Expect expect : expects) {
      sum +=
          switch (expect) {
            case Expect.Absent absent -> absent.suffix().size();
            case Expect.Equal equal -> equal.suffix().size() + (long) equal.value().size();
          };
    }
    return sum;
  }

  private static long total(Collection<Bytes> all) {
    return all.stream().mapToLong(Bytes::size).sum();
  }

  private static void require(boolean condition, String text) {
    if (!condition) {
      throw new IllegalArgumentException(text);
    }
  }

  /** Collects a commit; expectations keep their order, since the first broken one is reported. */
  public static final class Builder {
    private final Index index;
    private final Bytes group;
    private final List<Expect> expectations = new ArrayList<>();
    private final Map<Bytes, Bytes> puts = new LinkedHashMap<>();
    private final Set<Bytes> deletes = new LinkedHashSet<>();
    private final Map<String, Long> deltas = new LinkedHashMap<>();

    private Builder(Index index, Bytes group) {
      this.index = index;
      this.group = group;
    }

    public Builder expectAbsent(Bytes suffix) {
      return expect(new Expect.Absent(suffix));
    }

    public Builder expectEqual(Bytes suffix, Bytes value) {
      return expect(new Expect.Equal(suffix, value));
    }

    public Builder expect(Expect expect) {
      expectations.add(expect);
      return this;
    }

    /** Puts a row; putting the same row again replaces what was to be put. */
    public Builder put(Bytes suffix, Bytes value) {
      puts.put(suffix, value);
      return this;
    }

    public Builder delete(Bytes suffix) {
      deletes.add(suffix);
      return this;
    }

    /** Adds to a counter of the index; several deltas of one counter are summed. */
    public Builder add(String counter, long delta) {
      deltas.merge(counter, delta, Long::sum);
      return this;
    }

    public Commit build() {
      return new Commit(index, group, expectations, puts, deletes, deltas);
    }
  }
}
