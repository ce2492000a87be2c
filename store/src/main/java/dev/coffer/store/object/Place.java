package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;

/** Where the sealed bytes of a version lie. */
public sealed interface Place {
  /**
   * In the version's row itself.
   *
   * @param bodyId 16 random bytes, which stand for a blob's id in the payload's context
   * @param sealed the whole message
   */
  record Inline(Bytes bodyId, Bytes sealed) implements Place {}

  /** In one blob. */
  record InBlob(BlobId blob) implements Place {}

  /** In the parts of a completed upload: rows of the same group. */
  record InParts(Bytes uploadId) implements Place {}

  /** Writes the clear part; inline bytes stand elsewhere in the row. */
  default void write(FieldWriter out) {
    switch (this) {
      case Inline inline -> out.u8(1).bytes(inline.bodyId());
      case InBlob in -> out.u8(2).bytes(in.blob().bytes16());
      case InParts in -> out.u8(3).bytes(in.uploadId());
    }
  }

  /** Reads the clear part; an inline place gets its bytes afterwards. */
  static Place read(FieldReader in) {
    int type = in.u8();
    Bytes id = Stored.id16(in);
    return switch (type) {
      case 1 -> new Inline(id, Bytes.EMPTY);
      case 2 -> new InBlob(blobId(id));
      case 3 -> new InParts(id);
      default -> throw new Corrupt("a body's place is of an unknown type").with("type", type);
    };
  }

  /** A blob's id from a row. */
  static BlobId blobId(Bytes id) {
    try {
      return BlobId.from(id);
    } catch (IllegalArgumentException e) {
      throw new Corrupt("no blob has this id", e);
    }
  }
}
