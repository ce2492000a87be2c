package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import org.jspecify.annotations.Nullable;

/**
 * A removal that waits for the sweep, format {@value #FORMAT}: nothing in the group refers to it
 * any more.
 */
public sealed interface QueuedRow {
  /** Version of this row. */
  int FORMAT = 1;

  /** Type of a blob. */
  int BLOB = 1;

  /** Type of an upload. */
  int UPLOAD = 2;

  /** What is added to the type where the rows are in another group. */
  int AWAY = 2;

  /**
   * The object key in whose group the rows are that go with it; null for the group that this row is
   * in.
   */
  @Nullable String origin();

  /** One blob. */
  record OfBlob(BlobId blob, @Nullable String origin) implements QueuedRow {
    OfBlob(BlobId blob) {
      this(blob, null);
    }
  }

  /** All that an upload left: part indexes, parts and their blobs. */
  record OfUpload(Bytes uploadId, @Nullable String origin) implements QueuedRow {
    OfUpload(Bytes uploadId) {
      this(uploadId, null);
    }
  }

  /** The row's suffix. */
  default Bytes suffix() {
    return switch (this) {
      case OfBlob of -> Suffixes.queued(of.blob().bytes16());
      case OfUpload of -> Suffixes.queued(of.uploadId());
    };
  }

  /** The row's value. */
  default Bytes encode() {
    FieldWriter out = new FieldWriter().u8(FORMAT);
    String origin = origin();
    int away = origin == null ? 0 : AWAY;
    switch (this) {
      case OfBlob of -> out.u8(BLOB + away).bytes(of.blob().bytes16());
      case OfUpload of -> out.u8(UPLOAD + away).bytes(of.uploadId());
    }
    return origin == null ? out.toBytes() : out.string(origin).toBytes();
  }

  /** Reads a row. */
  static QueuedRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    int type = in.u8();
    Stored.require(type >= BLOB && type <= UPLOAD + AWAY, "a queued removal is of an unknown type");
    Bytes id = Stored.id16(in);
    String origin = type > AWAY ? in.string() : null;
    in.requireEnd();
    return type == BLOB || type == BLOB + AWAY
        ? new OfBlob(Place.blobId(id), origin)
        : new OfUpload(id, origin);
  }
}
