package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import java.util.Objects;

/** Reads content that nobody can change any more. */
final class MemoryReader implements BlobReader {
  private final MemoryBlobs store;
  private final byte[] content;
  private volatile boolean closed;

  MemoryReader(MemoryBlobs store, Bytes content) {
    this.store = store;
    this.content = content.toByteArray();
  }

  @Override
  public long sizeBytes() {
    return content.length;
  }

  @Override
  public int read(long at, byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    Checks.requirePosition(at);
    store.requireOpen();
    if (closed) {
      throw new IllegalStateException("the reader is closed");
    }
    if (at >= content.length) {
      return -1;
    }
    int count = (int) Math.min(length, content.length - at);
    System.arraycopy(content, (int) at, target, offset, count);
    return count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
