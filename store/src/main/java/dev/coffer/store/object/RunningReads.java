package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which objects in parts are being read in this process: the sweep leaves their parts alone.
 *
 * <p>A read is noted after its row was found, so a removal must also be older than that may take.
 * For any number of threads.
 */
final class RunningReads {
  private final ConcurrentMap<Bytes, Integer> counts = new ConcurrentHashMap<>();

  /** Notes a read of that upload's parts; its end is closing what is returned, once or often. */
  Read begin(Bytes uploadId) {
    counts.merge(uploadId, 1, Integer::sum);
    return new Read(this, uploadId, new AtomicBoolean());
  }

  boolean running(Bytes uploadId) {
    return counts.containsKey(uploadId);
  }

  private void end(Bytes uploadId) {
    counts.computeIfPresent(uploadId, (_, count) -> count == 1 ? null : count - 1);
  }

  /** One read that goes on until it is closed. */
  record Read(RunningReads reads, Bytes uploadId, AtomicBoolean ended) implements AutoCloseable {
    @Override
    public void close() {
      if (ended.compareAndSet(false, true)) {
        reads.end(uploadId);
      }
    }
  }
}
