package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;

/**
 * The rows of an object key's group. The first byte says which kind; the current version sorts
 * first, so that a listing finds it at the start of each group. Source:
 * docs/formats/metadata-v1.md.
 */
public final class Suffixes {
  /** The newest version, be it an object or a delete marker. */
  public static final Bytes CURRENT = Bytes.utf8("c");

  /** The order of the null version, while that is an earlier one. */
  public static final Bytes NULL_ORDER = Bytes.utf8("n");

  /** Before all client tokens of renames to this key. */
  public static final Bytes TOKENS = Bytes.utf8("i");

  /** Before all earlier versions, which follow newest first. */
  public static final Bytes EARLIER = Bytes.utf8("e");

  /** Before all queued removals. */
  public static final Bytes QUEUED = Bytes.utf8("g");

  /** Before all marks of the collector. */
  public static final Bytes MARKS = Bytes.utf8("m");

  /** Before all part rows. */
  public static final Bytes PARTS = Bytes.utf8("p");

  /** Before all events that wait to be told. */
  public static final Bytes EVENTS = Bytes.utf8("s");

  /** Before all marks of renames towards this key. */
  public static final Bytes RENAMES = Bytes.utf8("t");

  /** Before all uploads in progress, which follow in the order of their ids. */
  public static final Bytes UPLOADS = Bytes.utf8("u");

  /** Before all rows for what versions of other keys have here. */
  public static final Bytes KEPT = Bytes.utf8("w");

  /** Before all part indexes of completed uploads. */
  public static final Bytes PART_INDEXES = Bytes.utf8("x");

  private static final int ID_BYTES = 16;

  private Suffixes() {}

  /** Whether this is the row of a version, current or earlier. */
  public static boolean isVersion(Bytes suffix) {
    return suffix.equals(CURRENT) || suffix.startsWith(EARLIER);
  }

  public static Bytes earlier(Bytes order) {
    return EARLIER.concat(require16(order));
  }

  /** A removal that waits: of one blob, or of all parts of an upload. */
  public static Bytes queued(Bytes id) {
    return QUEUED.concat(require16(id));
  }

  /** Whoever commits a reference to a blob expects this row absent. */
  public static Bytes mark(BlobId blob) {
    return MARKS.concat(blob.bytes16());
  }

  /** A client's token of a rename that took place. */
  public static Bytes token(Bytes id) {
    return TOKENS.concat(require16(id));
  }

  /** An event that waits to be told. */
  public static Bytes event(Bytes id) {
    return EVENTS.concat(require16(id));
  }

  /** What became of a rename to this key. */
  public static Bytes rename(Bytes token) {
    return RENAMES.concat(require16(token));
  }

  /** That a version of another key has this blob or upload, whose rows and hints are here. */
  public static Bytes kept(Bytes id) {
    return KEPT.concat(require16(id));
  }

  public static Bytes parts(Bytes uploadId) {
    return PARTS.concat(require16(uploadId));
  }

  public static Bytes part(Bytes uploadId, int number) {
    return parts(uploadId).concat(u16(number));
  }

  public static Bytes upload(Bytes uploadId) {
    return UPLOADS.concat(require16(uploadId));
  }

  public static Bytes partIndexes(Bytes uploadId) {
    return PART_INDEXES.concat(require16(uploadId));
  }

  public static Bytes partIndex(Bytes uploadId, int page) {
    return partIndexes(uploadId).concat(u16(page));
  }

  static Bytes require16(Bytes id) {
    if (id.size() != ID_BYTES) {
      throw new IllegalArgumentException("an id has 16 bytes");
    }
    return id;
  }

  private static Bytes u16(int number) {
    return new FieldWriter().u16(number).toBytes();
  }
}
