package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.storage.StorageFailure;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of an object that came in parts: seeks to the part, then to the chunk. Holds a copy
 * of the data key until it is closed.
 */
final class PartsInput implements SuccessiveInput.Streams {
  private final Source source;
  private final DataKeys keys;
  private final long endByte;
  private long nextByte;

  /**
   * Where the parts are.
   *
   * @param read ends when the stream is closed
   * @param cut why a part that comes after the first is gone
   */
  record Source(
      PartIndex index, Bodies bodies, BodiesInUse.Use read, Supplier<StorageFailure> cut) {}

  private PartsInput(Source source, DataKeys keys, ByteSpan span) {
    this.source = source;
    this.keys = keys;
    this.nextByte = span.firstByte();
    this.endByte = span.endByte();
  }

  /** Opens a span of the whole object; the caller closes the stream and may close its key now. */
  static InputStream open(Source source, DataKeys keys, ByteSpan span) {
    return SuccessiveInput.open(new PartsInput(source, keys.copy(), span));
  }

  /** What the range takes of the next part. */
  @Override
  public @Nullable InputStream next() {
    if (nextByte >= endByte) {
      return null;
    }
    PartIndex.Located located = source.index().holding(nextByte);
    long end = Math.min(endByte, located.part().endByte());
    var span = new ByteSpan(nextByte - located.firstByte(), end - nextByte, located.sizeBytes());
    InputStream part =
        source.bodies().open(located.part().blob(), located.part().number(), keys, span);
    nextByte = end;
    return part;
  }

  @Override
  public StorageFailure cut() {
    return source.cut().get();
  }

  @Override
  public void close() {
    keys.close();
    source.read().close();
  }
}
