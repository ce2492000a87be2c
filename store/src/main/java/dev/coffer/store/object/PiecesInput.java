package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.storage.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a version that is in several pieces.
 *
 * <p>Holds one piece open at a time and a copy of the data key until it is closed. The first is
 * opened at once; a later one that is gone ends the stream with an error, never early.
 */
final class PiecesInput extends InputStream {
  private final Source source;
  private final DataKeys keys;
  private final long endByte;
  private long nextByte;
  private @Nullable InputStream piece;
  private boolean closed;

  /**
   * Where the pieces are.
   *
   * @param cut why a piece that comes after the first is gone
   */
  record Source(List<Piece> pieces, Opening opening, Supplier<StorageFailure> cut) {}

  /** Opens some bytes of a piece; throws {@link BodyGone} when it is not there. */
  @FunctionalInterface
  interface Opening {
    InputStream open(Piece piece, DataKeys keys, ByteSpan span);
  }

  private PiecesInput(Source source, DataKeys keys, ByteSpan span) {
    this.source = source;
    this.keys = keys;
    this.nextByte = span.firstByte();
    this.endByte = span.endByte();
  }

  /** Opens a span of the whole object; the caller closes the stream and may close its key now. */
  static InputStream open(Source source, DataKeys keys, ByteSpan span) {
    var input = new PiecesInput(source, keys.copy(), span);
    boolean opened = false;
    try {
      input.openNext();
      opened = true;
      return input;
    } finally {
      if (!opened) {
        input.keys.close();
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
    for (InputStream current = piece; current != null; current = piece) {
      int read = current.read(target, offset, length);
      if (read >= 0) {
        return read;
      }
      current.close();
      openLater();
    }
    return -1;
  }

  /** Too late to begin anew: says what happened instead. */
  private void openLater() {
    try {
      openNext();
    } catch (BodyGone e) {
      StorageFailure failure = source.cut().get();
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Opens what the range takes of the next piece that it takes anything of, or of none. */
  private void openNext() {
    piece = null;
    long firstByte = 0;
    for (Piece each : source.pieces()) {
      if (nextByte < endByte && nextByte < each.endByte()) {
        long end = Math.min(endByte, each.endByte());
        long sizeBytes = each.endByte() - firstByte;
        var span = new ByteSpan(nextByte - firstByte, end - nextByte, sizeBytes);
        piece = source.opening().open(each, keys, span);
        nextByte = end;
        return;
      }
      firstByte = each.endByte();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    keys.close();
    InputStream open = piece;
    piece = null;
    if (open != null) {
      open.close();
    }
  }
}
