package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A commit with the names of its rows, made ready by its caller to spare the committer the work.
 */
record RocksCommit(
    Bytes indexRow,
    List<Expectation> expectations,
    Map<Bytes, Optional<Bytes>> changes,
    Map<Bytes, Long> deltas,
    long sizeBytes) {

  /** What a row must hold; nothing when it must be absent. */
  record Expectation(Bytes row, Optional<Bytes> value, Expect origin) {}

  static RocksCommit of(Commit commit) {
    Bytes group = RowKeys.group(commit.index(), commit.group());
    Map<Bytes, Optional<Bytes>> changes = new LinkedHashMap<>();
    commit.puts().forEach((suffix, value) -> changes.put(row(group, suffix), Optional.of(value)));
    commit.deletes().forEach(suffix -> changes.put(row(group, suffix), Optional.empty()));
    Map<Bytes, Long> deltas = new LinkedHashMap<>();
    commit.deltas().forEach((name, d) -> deltas.put(RowKeys.counter(commit.index(), name), d));
    List<Expectation> expectations =
        commit.expectations().stream().map(expect -> expectation(group, expect)).toList();
    return new RocksCommit(
        RowKeys.index(commit.index()), expectations, changes, deltas, sizeBytes(changes));
  }

  private static Expectation expectation(Bytes group, Expect expect) {
    Bytes row = row(group, expect.suffix());
    return switch (expect) {
      case Expect.Absent absent -> new Expectation(row, Optional.empty(), absent);
      case Expect.Equal equal -> new Expectation(row, Optional.of(equal.value()), equal);
    };
  }

  private static Bytes row(Bytes group, Bytes suffix) {
    return RowKeys.row(group, suffix);
  }

  private static long sizeBytes(Map<Bytes, Optional<Bytes>> changes) {
    long sum = 0;
    for (Map.Entry<Bytes, Optional<Bytes>> change : changes.entrySet()) {
      sum += change.getKey().size() + change.getValue().map(Bytes::size).orElse(0);
    }
    return sum;
  }
}
