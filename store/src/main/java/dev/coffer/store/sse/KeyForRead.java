package dev.coffer.store.sse;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.wire.s3.SseApplied;

/**
 * A stored object's data key, with the headers to answer; also for the parts of an upload.
 *
 * <p>Whoever receives it closes it, which forgets the key.
 */
public record KeyForRead(Secret dataKey, SseApplied applied) implements AutoCloseable {
  @Override
  public void close() {
    dataKey.close();
  }
}
