package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of an object that came in parts: seeks to the part, then to the chunk.
 *
 * <p>Holds one part open at a time and a copy of the data key until it is closed. The first part is
 * opened at once, so that a damaged one is noticed before anything was answered. A part that is
 * removed while an earlier one is read ends the stream with an error, never early.
 */
final class PartsInput extends InputStream {
  private final Source source;
  private final DataKeys keys;
  private final long endByte;
  private long nextByte;
  private @Nullable InputStream part;
  private boolean closed;

  /**
   * Where the parts are.
   *
   * @param read ends when the stream is closed
   * @param cut why a part that comes after the first is gone
   */
  record Source(
      PartIndex index, Bodies bodies, RunningReads.Read read, Supplier<StorageFailure> cut) {}

  private PartsInput(Source source, DataKeys keys, ByteSpan span) {
    this.source = source;
    this.keys = keys;
    this.nextByte = span.firstByte();
    this.endByte = span.endByte();
  }

  /** Opens a span of the whole object; the caller closes the stream and may close its key now. */
  static InputStream open(Source source, DataKeys keys, ByteSpan span) {
    var input = new PartsInput(source, keys.copy(), span);
    boolean opened = false;
    try {
      input.openPart();
      opened = true;
      return input;
    } finally {
      if (!opened) {
        input.letGo();
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
    for (InputStream current = part; current != null; current = part) {
      int read = current.read(target, offset, length);
      if (read >= 0) {
        return read;
      }
      current.close();
      openNext();
    }
    return -1;
  }

  /** Too late to begin anew: says what happened instead. */
  private void openNext() {
    try {
      openPart();
    } catch (BodyGone e) {
      StorageFailure failure = source.cut().get();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Opens what the range takes of the next part; nothing is open at its end. */
  private void openPart() {
    part = null;
    if (nextByte < endByte) {
      PartIndex.Located located = source.index().holding(nextByte);
      long end = Math.min(endByte, located.part().endByte());
      var span = new ByteSpan(nextByte - located.firstByte(), end - nextByte, located.sizeBytes());
      part = source.bodies().open(located.part().blob(), located.part().number(), keys, span);
      nextByte = end;
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    letGo();
    InputStream open = part;
    part = null;
    if (open != null) {
      open.close();
    }
  }

  private void letGo() {
    keys.close();
    source.read().close();
  }
}
