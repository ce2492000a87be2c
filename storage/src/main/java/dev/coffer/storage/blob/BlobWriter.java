package dev.coffer.storage.blob;

import java.io.OutputStream;

/**
 * Writes one blob from front to back; not safe for several threads.
 *
 * <p>Errors: {@link dev.coffer.storage.Full} and {@link dev.coffer.storage.Unavailable} instead of
 * {@code IOException}. After an error only {@code close} is allowed.
 */
public abstract class BlobWriter extends OutputStream {
  /** The blob's name, known before the first byte is written. */
  public abstract BlobId id();

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length);

  /** Nothing: what is written counts once {@link #finish} returns. */
  @Override
  public final void flush() {}

  /** Makes the blob durable and visible; both hold on return. Called once. */
  public abstract void finish();

  /** Removes the blob unless it is finished. Idempotent. */
  @Override
  public abstract void close();
}
