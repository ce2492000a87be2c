package dev.coffer.store.object;

import dev.coffer.crypto.seal.SealedSource;
import dev.coffer.storage.blob.BlobReader;

/** A blob as the payload format reads it. */
record BlobSource(BlobReader reader) implements SealedSource {
  @Override
  public long sizeBytes() {
    return reader.sizeBytes();
  }

  @Override
  public int read(long at, byte[] target, int offset, int length) {
    return reader.read(at, target, offset, length);
  }
}
