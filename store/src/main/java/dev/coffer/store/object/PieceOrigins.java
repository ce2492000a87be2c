package dev.coffer.store.object;

import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The origins of a version's pieces, each once, in the order of their first use.
 *
 * <p>Many pieces have the same origin when an object that grew was renamed. Source:
 * docs/formats/metadata-v1.md §5, places of type 5; docs/decisions/0048.
 *
 * @param shared whether two pieces have the same
 */
record PieceOrigins(List<String> keys, boolean shared) {
  static PieceOrigins of(List<Piece> pieces) {
    List<String> all = pieces.stream().map(Piece::origin).filter(Objects::nonNull).toList();
    var keys = new LinkedHashSet<>(all);
    return new PieceOrigins(List.copyOf(keys), keys.size() < all.size());
  }

  void write(FieldWriter out, List<Piece> pieces) {
    out.list(keys, FieldWriter::string)
        .list(pieces, (to, piece) -> piece.writeWithoutOrigin(to).varint(number(piece.origin())));
  }

  private int number(@Nullable String key) {
    return key == null ? 0 : keys.indexOf(key) + 1;
  }

  static List<Piece> read(FieldReader in) {
    List<String> keys = in.list(FieldReader::string);
    List<Piece> pieces = in.list(from -> Piece.read(from, each -> key(keys, each.varint())));
    Stored.require(
        of(pieces).equals(new PieceOrigins(keys, true)), "origins are not listed as they are used");
    return pieces;
  }

  /** Its number counts from 1; 0 is the version's own key. */
  private static @Nullable String key(List<String> keys, long number) {
    Stored.require(
        number >= 0 && number <= keys.size(), "a piece has an origin that is not listed");
    return number == 0 ? null : keys.get((int) number - 1);
  }
}
