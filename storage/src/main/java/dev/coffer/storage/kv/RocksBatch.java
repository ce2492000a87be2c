package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Commits that are written together: each sees what those before it changed.
 *
 * <p>Nothing reaches the disk before {@link #write}, so no answer may be given before it either: a
 * conflict, too, may rest on a change that is not yet durable.
 */
final class RocksBatch {
  private final RocksRows rows;
  private final Map<Bytes, Optional<Bytes>> read = new HashMap<>();
  private final Map<Bytes, Optional<Bytes>> changed = new LinkedHashMap<>();

  RocksBatch(RocksRows rows) {
    this.rows = rows;
  }

  /** Takes a commit in, or says why not; a failure to read leaves the batch as it was. */
  Outcome apply(RocksCommit commit) {
    if (look(commit.indexRow()).isEmpty()) {
      return Outcome.NO_INDEX;
    }
    for (RocksCommit.Expectation expectation : commit.expectations()) {
      if (!look(expectation.row()).equals(expectation.value())) {
        return new Outcome.Conflict(expectation.origin());
      }
    }
    changed.putAll(sums(commit.deltas()));
    changed.putAll(commit.changes());
    return Outcome.DONE;
  }

  void write() {
    if (!changed.isEmpty()) {
      rows.write(changed);
    }
  }

  static Bytes counterValue(long sum) {
    return new FieldWriter().u64(sum).toBytes();
  }

  static long counterSum(Optional<Bytes> value) {
    if (value.isEmpty()) {
      return 0;
    }
    FieldReader reader = new FieldReader(value.get());
    long sum = reader.u64();
    reader.requireEnd();
    return sum;
  }

  private Map<Bytes, Optional<Bytes>> sums(Map<Bytes, Long> deltas) {
    Map<Bytes, Optional<Bytes>> sums = new HashMap<>();
    deltas.forEach(
        (row, delta) -> sums.put(row, Optional.of(counterValue(counterSum(look(row)) + delta))));
    return sums;
  }

  private Optional<Bytes> look(Bytes row) {
    Optional<Bytes> change = changed.get(row);
    return change != null ? change : read.computeIfAbsent(row, rows::get);
  }
}
