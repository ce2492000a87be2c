package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.seal.SealedSource;

/**
 * Some bytes of a plaintext of known size.
 *
 * @param totalBytes the size of the whole plaintext, as its row says
 */
public record ByteSpan(long firstByte, long byteCount, long totalBytes) {
  public ByteSpan {
    if (firstByte < 0 || byteCount < 0 || firstByte > totalBytes - byteCount) {
      throw new IllegalArgumentException("a span lies within its plaintext");
    }
  }

  /** All of it. */
  public static ByteSpan all(long totalBytes) {
    return new ByteSpan(0, totalBytes, totalBytes);
  }

  public long endByte() {
    return firstByte + byteCount;
  }

  /** Whether it is less than everything. */
  public boolean partial() {
    return byteCount < totalBytes;
  }

  /** The source, when it holds a plaintext of this size: a range alone could not tell. */
  SealedSource within(SealedSource source, DataKeys keys) {
    if (keys.plainSize(source.sizeBytes()) != totalBytes) {
      throw new NotAuthentic();
    }
    return source;
  }
}
