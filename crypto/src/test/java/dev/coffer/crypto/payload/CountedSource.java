package dev.coffer.crypto.payload;

import dev.coffer.crypto.seal.SealedSource;

/** Counts what is read. */
final class CountedSource implements SealedSource {
  private final SealedSource source;
  private long bytesRead;

  CountedSource(byte[] sealed) {
    this.source = SealedSource.of(sealed);
  }

  long bytesRead() {
    return bytesRead;
  }

  @Override
  public long sizeBytes() {
    return source.sizeBytes();
  }

  @Override
  public int read(long at, byte[] target, int offset, int length) {
    int read = source.read(at, target, offset, length);
    bytesRead += Math.max(read, 0);
    return read;
  }
}
