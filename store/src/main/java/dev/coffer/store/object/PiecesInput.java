package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.storage.StorageFailure;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a version that is in several pieces. Holds a copy of the data key until it is
 * closed.
 */
final class PiecesInput implements SuccessiveInput.Streams {
  private final Source source;
  private final DataKeys keys;
  private final long endByte;
  private long nextByte;

  /**
   * Where the pieces are.
   *
   * @param reads of the pieces' blobs; they end when the stream is closed
   * @param cut why a piece that comes after the first is gone
   */
  record Source(
      List<Piece> pieces,
      List<BodiesInUse.Use> reads,
      Opening opening,
      Supplier<StorageFailure> cut) {}

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
    return SuccessiveInput.open(new PiecesInput(source, keys.copy(), span));
  }

  /** What the range takes of the next piece that it takes anything of. */
  @Override
  public @Nullable InputStream next() {
    long firstByte = 0;
    for (Piece each : source.pieces()) {
      if (nextByte < endByte && nextByte < each.endByte()) {
        long end = Math.min(endByte, each.endByte());
        long sizeBytes = each.endByte() - firstByte;
        var span = new ByteSpan(nextByte - firstByte, end - nextByte, sizeBytes);
        InputStream piece = source.opening().open(each, keys, span);
        nextByte = end;
        return piece;
      }
      firstByte = each.endByte();
    }
    return null;
  }

  @Override
  public StorageFailure cut() {
    return source.cut().get();
  }

  @Override
  public void close() {
    keys.close();
    source.reads().forEach(BodiesInUse.Use::close);
  }
}
