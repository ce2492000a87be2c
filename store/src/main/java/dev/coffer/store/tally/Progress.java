package dev.coffer.store.tally;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * How far the versions of a bucket have been counted.
 *
 * @param next the object key from which versions may not be counted yet; null when all are
 */
public record Progress(@Nullable Bytes next) {
  /** Nothing of it was looked at: the bucket is older than counting. */
  public static final Progress NONE = new Progress(Bytes.EMPTY);

  /** Every version is counted. */
  public static final Progress COMPLETE = new Progress(null);

  private static final int FORMAT = 1;

  /** Whether the counters tell everything. */
  public boolean complete() {
    return next == null;
  }

  Bytes encode() {
    return new FieldWriter().u8(FORMAT).nullableBytes(next).toBytes();
  }

  static Progress decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    if (in.u8() != FORMAT) {
      throw new Corrupt("a bucket's progress in counting is of an unknown format");
    }
    var progress = new Progress(in.nullableBytes());
    in.requireEnd();
    return progress;
  }
}
