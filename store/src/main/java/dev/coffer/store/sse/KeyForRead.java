package dev.coffer.store.sse;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.wire.s3.SseApplied;

/**
 * A stored object's data keys, with the headers to answer; also for the parts of an upload.
 *
 * <p>Whoever receives it closes it, which forgets the keys.
 */
public record KeyForRead(DataKeys keys, SseApplied applied) implements AutoCloseable {
  @Override
  public void close() {
    keys.close();
  }
}
