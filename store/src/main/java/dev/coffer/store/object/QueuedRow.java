package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;

/**
 * A removal that waits for the sweep, format {@value #FORMAT}: nothing in the group refers to it
 * any more.
 */
public sealed interface QueuedRow {
  /** Version of this row. */
  int FORMAT = 1;

  /** One blob. */
  record OfBlob(BlobId blob) implements QueuedRow {}

  /** All that an upload left: part indexes, parts and their blobs. */
  record OfUpload(Bytes uploadId) implements QueuedRow {}

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
    return switch (this) {
      case OfBlob of -> out.u8(1).bytes(of.blob().bytes16()).toBytes();
      case OfUpload of -> out.u8(2).bytes(of.uploadId()).toBytes();
    };
  }

  /** Reads a row. */
  static QueuedRow decode(Bytes stored) {
    FieldReader in = new FieldReader(stored);
    Stored.requireFormat(in, FORMAT);
    int type = in.u8();
    Bytes id = Stored.id16(in);
    in.requireEnd();
    Stored.require(type == 1 || type == 2, "a queued removal is of an unknown type");
    return type == 1 ? new OfBlob(Place.blobId(id)) : new OfUpload(id);
  }
}
