package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a version's row holds sealed.
 *
 * @param checksum of the whole object, sealed once more under its data key
 * @param pages of an object that came in parts: where each part index begins and its digest; empty
 *     otherwise
 */
public record VersionDetails(
    Description description,
    @Nullable SealedChecksums checksum,
    List<PartPage> pages,
    VersionExtras extras) {
  /** What a delete marker holds. */
  public static final VersionDetails NONE =
      new VersionDetails(
          new Description(null, null, null, null, null, null, Map.of()),
          null,
          List.of(),
          VersionExtras.NONE);

  public VersionDetails {
    pages = List.copyOf(pages);
  }

  /**
   * One {@link PartIndexRow} as its version knows it.
   *
   * @param firstByte offset in the object's plaintext
   * @param digest of the row's content, {@link PartIndexRow#digest}
   */
  public record PartPage(long firstByte, Bytes digest) {}

  /** The same with other extras. */
  VersionDetails with(VersionExtras other) {
    return new VersionDetails(description, checksum, pages, other);
  }

  Bytes encode() {
    FieldWriter out = new FieldWriter();
    description.write(out);
    out.nullable(checksum, (to, value) -> value.write(to))
        .list(pages, (to, page) -> to.u64(page.firstByte()).bytes(page.digest()));
    extras.write(out);
    return out.toBytes();
  }

  static VersionDetails decode(Bytes encoded) {
    return decode(encoded, VersionExtras::read);
  }

  /** Details from before there were extras. */
  static VersionDetails decodeBare(Bytes encoded) {
    return decode(encoded, in -> VersionExtras.NONE);
  }

  private static VersionDetails decode(Bytes encoded, Function<FieldReader, VersionExtras> extras) {
    FieldReader in = new FieldReader(encoded);
    var details =
        new VersionDetails(
            Description.read(in),
            in.nullable(SealedChecksums::read),
            in.list(from -> new PartPage(Stored.size(from), Stored.sized(from, 32))),
            extras.apply(in));
    in.requireEnd();
    return details;
  }
}
