package dev.coffer.store.object;

import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams one after the other, and holds one open at a time.
 *
 * <p>The first is opened at once, so that a damaged one is noticed before anything was answered.
 * One that is removed while an earlier one is read ends the whole with an error, never early.
 */
final class SuccessiveInput extends InputStream {
  private final Streams streams;
  private @Nullable InputStream current;
  private boolean closed;

  /** What is read. */
  interface Streams {
    /** Opens the next, or none at the end; throws {@link BodyGone} when it is not there. */
    @Nullable InputStream next();

    /** Why one that comes after the first is gone. */
    StorageFailure cut();

    /** Lets go of what opening takes; called once. */
    void close();
  }

  private SuccessiveInput(Streams streams) {
    this.streams = streams;
  }

  /** Opens the first; closing the result closes the streams, as does a failure here. */
  static InputStream open(Streams streams) {
    var input = new SuccessiveInput(streams);
    boolean opened = false;
    try {
      input.current = streams.next();
      opened = true;
      return input;
    } finally {
      if (!opened) {
        streams.close();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("read after close");
    }
    if (length == 0) {
      return 0;
    }
    for (InputStream open = current; open != null; open = current) {
      int read = open.read(target, offset, length);
      if (read >= 0) {
        return read;
      }
      open.close();
      openNext();
    }
    return -1;
  }

  /** Too late to begin anew: says what happened instead. */
  private void openNext() {
    current = null;
    try {
      current = streams.next();
    } catch (BodyGone e) {
      StorageFailure failure = streams.cut();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      streams.close();
    }
    InputStream open = current;
    current = null;
    if (open != null) {
      open.close();
    }
  }
}
