package dev.coffer.store.sse;

import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;

/**
 * A new object's data key, with the envelope to store and the headers to answer.
 *
 * <p>Whoever receives it closes it, which forgets the key.
 *
 * @param objectId 16 random bytes that the envelope is bound to; they are stored beside it
 */
public record KeyForWrite(Bytes objectId, Secret dataKey, Bytes envelope, SseApplied applied)
    implements AutoCloseable {
  @Override
  public void close() {
    dataKey.close();
  }
}
