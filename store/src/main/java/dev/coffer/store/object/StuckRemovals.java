package dev.coffer.store.object;

import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queued removals that failed and wait for the next whole sweep, up to {@value #MOST} by the keys
 * of their hints. Wakes come several times a second, and what failed a moment ago would fail again.
 */
final class StuckRemovals {
  private static final Logger LOG = LoggerFactory.getLogger(StuckRemovals.class);
  static final int MOST = 1_000;

  private final Set<Key> hints = new HashSet<>();
  private @Nullable StorageFailure first;
  private int failed;
  private int failedBefore;
  private int sweeps;

  /** A whole sweep begins, which tries all of them. */
  void beginSweep() {
    hints.clear();
    first = null;
    failedBefore = failed;
    failed = 0;
  }

  /** It could not be removed. */
  void add(Entry hint, StorageFailure why) {
    addDamaged(hint);
    first = first == null ? why : first;
    failed++;
  }

  /** It cannot be read; whoever found out has told of it. */
  void addDamaged(Entry hint) {
    if (!full()) {
      hints.add(hint.key());
    }
  }

  boolean has(Entry hint) {
    return hints.contains(hint.key());
  }

  /** Whether there may be others than those that are known. */
  boolean full() {
    return hints.size() >= MOST;
  }

  /** The log is told when there are more of them, or they have failed for twice as long. */
  void endSweep() {
    sweeps = failed == 0 ? 0 : sweeps + 1;
    if (failed > failedBefore || Integer.bitCount(sweeps) == 1) {
      LOG.warn("{} removals are put off until the next sweep; why, of the first", failed, first);
    }
  }
}
