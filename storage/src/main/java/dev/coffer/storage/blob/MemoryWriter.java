package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;
import java.io.ByteArrayOutputStream;

/** Collects a blob's bytes until it is finished. */
final class MemoryWriter extends BlobWriter {
  private final MemoryBlobs store;
  private final MemoryPool.Stored begun;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private boolean ended;

  MemoryWriter(MemoryBlobs store, MemoryPool.Stored begun) {
    this.store = store;
    this.begun = begun;
  }

  @Override
  public BlobId id() {
    return begun.id();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    requireWritable();
    content.write(bytes, offset, length);
  }

  @Override
  public void finish() {
    requireWritable();
    store.pool().finish(begun, Bytes.copyOf(content.toByteArray()));
    ended = true;
  }

  /** A writer of a session that crashed leaves its litter. */
  @Override
  public void close() {
    if (!ended && store.isOpen()) {
      store.pool().remove(begun.id());
    }
    ended = true;
  }

  private void requireWritable() {
    store.requireOpen();
    if (ended) {
      throw new IllegalStateException("the blob is finished or closed");
    }
  }
}
