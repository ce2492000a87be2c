package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which objects in parts and blobs of objects in pieces are being read in this process: the sweep
 * leaves them alone.
 *
 * <p>A read is noted after its row was found, so a removal must also be older than that may take.
 * For any number of threads.
 */
final class RunningReads {
  private final ConcurrentMap<Bytes, Integer> counts = new ConcurrentHashMap<>();

  /**
   * Notes a read of that upload's parts, or of that blob; its end is closing what is returned, once
   * or often.
   */
  Read begin(Bytes id) {
    counts.merge(id, 1, Integer::sum);
    return new Read(this, id, new AtomicBoolean());
  }

  boolean running(Bytes id) {
    return counts.containsKey(id);
  }

  private void end(Bytes id) {
    counts.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
  }

  /** One read that goes on until it is closed. */
  record Read(RunningReads reads, Bytes id, AtomicBoolean ended) implements AutoCloseable {
    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        reads.end(id);
      }
    }
  }
}
