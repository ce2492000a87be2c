package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body's plaintext on its way in, read once, front to back. Digests are computed while it passes.
 *
 * <p>Order: read to the end, {@link #verify}, then ask for the digests.
 */
public interface Content {
  /** Reads some bytes; −1 at the end. */
  int read(byte[] buffer) throws IOException;

  /** Reads until the buffer is full or the content ends; returns how many. */
  int readFully(byte[] buffer) throws IOException;

  /** Refuses when the bytes are not those that were declared: size, MD5, checksum. */
  void verify() throws IOException;

  long sizeBytes();

  /** Of all bytes, 16 bytes. */
  Bytes md5();

  @Nullable StoredChecksum checksum();

  /** The checksum that the sender declared, if any. */
  default Optional<StoredChecksum> declared() {
    return Optional.empty();
  }
}
