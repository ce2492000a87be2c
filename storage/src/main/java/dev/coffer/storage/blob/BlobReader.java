package dev.coffer.storage.blob;

/**
 * Reads one finished blob at any place; safe for several threads.
 *
 * <p>Keeps the blob readable until closed, even when it is removed meanwhile.
 */
public interface BlobReader extends AutoCloseable {
  long sizeBytes();

  /**
   * Reads {@code length} bytes at {@code at}, fewer only where the blob ends.
   *
   * @return how many, or -1 when {@code at} is at the end or beyond
   */
  int read(long at, byte[] target, int offset, int length);

  @Override
  void close();
}
