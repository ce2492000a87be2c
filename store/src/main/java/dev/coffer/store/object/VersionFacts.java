package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a version's row says in clear: enough for listings. It is authenticated when the row is
 * opened, and not before.
 *
 * @param order its place among the versions of its key, 16 bytes
 * @param nullVersion whether clients call it {@code null}
 * @param lastModified whole milliseconds
 * @param ownerId canonical id of the owner
 * @param object absent for a delete marker
 */
public record VersionFacts(
    Bytes order,
    boolean nullVersion,
    Instant lastModified,
    String ownerId,
    @Nullable ObjectFacts object) {
  public boolean deleteMarker() {
    return object == null;
  }

  public VersionId id() {
    return nullVersion ? VersionId.NULL : new VersionId(order);
  }

  Bytes encode() {
    FieldWriter out = new FieldWriter().bytes(order).flag(nullVersion);
    Stored.instant(out, lastModified)
        .string(ownerId)
        .nullable(object, (to, facts) -> facts.write(to));
    return out.toBytes();
  }

  static VersionFacts decode(Bytes encoded) {
    FieldReader in = new FieldReader(encoded);
    var facts =
        new VersionFacts(
            Stored.id16(in),
            in.flag(),
            Stored.instant(in),
            in.string(),
            in.nullable(ObjectFacts::read));
    in.requireEnd();
    return facts;
  }
}
