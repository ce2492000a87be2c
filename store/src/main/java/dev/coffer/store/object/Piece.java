package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.blob.BlobId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a version's bytes that was written at one time.
 *
 * @param endByte where it ends in the object's plaintext; it begins where the one before it ends
 * @param origin the object key in whose group its rows are, where that is not the version's own:
 *     the key that it was written under. That group keeps a row for it ({@link Suffixes#kept})
 */
public record Piece(Body body, long endByte, @Nullable String origin) {
  /** What holds the bytes. */
  public sealed interface Body {
    /** 16 bytes. */
    Bytes id();
  }

  /** One blob, sealed with that ordinal. */
  public record OfBlob(BlobId blob, int ordinal) implements Body {
    @Override
    public Bytes id() {
      return blob.bytes16();
    }
  }

  /** The parts of a completed upload. */
  public record OfUpload(Bytes uploadId) implements Body {
    @Override
    public Bytes id() {
      return uploadId;
    }
  }

  /** The highest ordinal that its bodies may have been sealed with. */
  int lastOrdinal() {
    return switch (body) {
      case OfBlob of -> of.ordinal();
      case OfUpload _ -> Arguments.MAX_PART_NUMBER;
    };
  }

  /** The same, of a version that was moved away from that key. */
  Piece from(String key) {
    return origin == null ? new Piece(body, endByte, key) : this;
  }

  /** What removes it. */
  QueuedRow removal() {
    return switch (body) {
      case OfBlob of -> new QueuedRow.OfBlob(of.blob(), origin);
      case OfUpload of -> new QueuedRow.OfUpload(of.uploadId(), origin);
    };
  }

  void write(FieldWriter out) {
    writeWithoutOrigin(out).nullableString(origin);
  }

  FieldWriter writeWithoutOrigin(FieldWriter out) {
    switch (body) {
      case OfBlob of -> out.u8(1).bytes(of.id()).u32(of.ordinal());
      case OfUpload of -> out.u8(2).bytes(of.id());
    }
    return out.u64(endByte);
  }

  static Piece read(FieldReader in) {
    return read(in, FieldReader::nullableString);
  }

  static Piece read(FieldReader in, Function<FieldReader, @Nullable String> origin) {
    int type = in.u8();
    Bytes id = Stored.id16(in);
    Body body =
        switch (type) {
          case 1 -> new OfBlob(Place.blobId(id), ordinal(in));
          case 2 -> new OfUpload(id);
          default -> throw new Corrupt("a piece is of an unknown type").with("type", type);
        };
    return new Piece(body, Stored.size(in), origin.apply(in));
  }

  private static int ordinal(FieldReader in) {
    long ordinal = in.u32();
    Stored.require(ordinal <= Integer.MAX_VALUE, "an ordinal is too large");
    return (int) ordinal;
  }
}
