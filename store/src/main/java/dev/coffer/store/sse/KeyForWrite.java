package dev.coffer.store.sse;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.SseApplied;
import org.jspecify.annotations.Nullable;

/**
 * A new object's data keys, with the envelope to store and the headers to answer.
 *
 * <p>Whoever receives it closes it, which forgets the keys.
 *
 * @param objectId 16 random bytes that the envelope is bound to; they are stored beside it
 * @param context the encryption context as the client sent it, to be echoed; else null
 * @param sseApplied the same as audit events name it: {@code Default_SSE_KMS}
 */
public record KeyForWrite(
    Bytes objectId,
    DataKeys keys,
    Bytes envelope,
    SseApplied applied,
    @Nullable String context,
    String sseApplied)
    implements AutoCloseable {
  @Override
  public void close() {
    keys.close();
  }
}
