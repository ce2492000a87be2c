package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which uploads and blobs are in use in this process, by their ids: the sweep leaves them alone.
 *
 * <p>A read is noted after its row was found, so a removal must also be older than that may take.
 * For any number of threads.
 */
final class BodiesInUse {
  private final ConcurrentMap<Bytes, Integer> counts = new ConcurrentHashMap<>();

  /**
   * Notes that an upload's parts, or a blob, are in use until what is returned is closed, once or
   * often.
   */
  Use begin(Bytes id) {
    counts.merge(id, 1, Integer::sum);
    return new Use(this, id, new AtomicBoolean());
  }

  boolean inUse(Bytes id) {
    return counts.containsKey(id);
  }

  private void end(Bytes id) {
    counts.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
  }

  /** One use that goes on until it is closed. */
  record Use(BodiesInUse all, Bytes id, AtomicBoolean ended) implements AutoCloseable {
    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        all.end(id);
      }
    }
  }
}
