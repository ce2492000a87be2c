package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import java.util.List;

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

  /**
   * In pieces, one behind the other: of a version that was moved from another key, or that grew.
   *
   * @param pieces at least one; parts of an upload come first, if there are any
   * @param originsOnce how it is written: with each origin once, or at each piece
   */
  record Pieced(List<Piece> pieces, boolean originsOnce) implements Place {
    public Pieced {
      pieces = List.copyOf(pieces);
      if (pieces.isEmpty()) {
        throw new IllegalArgumentException("a version in pieces has one");
      }
    }

    /** As one that is written for the first time. */
    public Pieced(List<Piece> pieces) {
      this(pieces, PieceOrigins.of(pieces).shared());
    }
  }

  /**
   * The blobs and uploads that it is in, as pieces of an object of that size; none of an inline.
   */
  default List<Piece> pieces(long sizeBytes) {
    return switch (this) {
      case Inline _ -> List.of();
      case InBlob in -> List.of(new Piece(new Piece.OfBlob(in.blob(), 0), sizeBytes, null));
      case InParts in -> List.of(new Piece(new Piece.OfUpload(in.uploadId()), sizeBytes, null));
      case Pieced in -> in.pieces();
    };
  }

  /** Writes the clear part; inline bytes stand elsewhere in the row. */
  default void write(FieldWriter out) {
    switch (this) {
      case Inline inline -> out.u8(1).bytes(inline.bodyId());
      case InBlob in -> out.u8(2).bytes(in.blob().bytes16());
      case InParts in -> out.u8(3).bytes(in.uploadId());
      case Pieced in when in.originsOnce() ->
          PieceOrigins.of(in.pieces()).write(out.u8(5), in.pieces());
      case Pieced in -> out.u8(4).list(in.pieces(), (to, piece) -> piece.write(to));
    }
  }

  /** Reads the clear part; an inline place gets its bytes afterwards. */
  static Place read(FieldReader in) {
    int type = in.u8();
    if (type == 4) {
      return pieced(in.list(Piece::read), false);
    }
    if (type == 5) {
      return pieced(PieceOrigins.read(in), true);
    }
    Bytes id = Stored.id16(in);
    return switch (type) {
      case 1 -> new Inline(id, Bytes.EMPTY);
      case 2 -> new InBlob(blobId(id));
      case 3 -> new InParts(id);
      default -> throw new Corrupt("a body's place is of an unknown type").with("type", type);
    };
  }

  private static Place pieced(List<Piece> pieces, boolean originsOnce) {
    Stored.require(!pieces.isEmpty(), "a version in pieces has none");
    long end = 0;
    for (Piece piece : pieces) {
      Stored.require(piece.endByte() >= end, "a piece ends before it begins");
      end = piece.endByte();
    }
    return new Pieced(pieces, originsOnce);
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
