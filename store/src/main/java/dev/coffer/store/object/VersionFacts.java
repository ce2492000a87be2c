package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import java.time.Instant;
import java.util.function.Predicate;
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
 * @param locked whether a lock was ever put on it; what it says is among the sealed details
 */
public record VersionFacts(
    Bytes order,
    boolean nullVersion,
    Instant lastModified,
    String ownerId,
    @Nullable ObjectFacts object,
    boolean locked) {
  public boolean deleteMarker() {
    return object == null;
  }

  public VersionId id() {
    return nullVersion ? VersionId.NULL : new VersionId(order);
  }

  VersionFacts withLocked(boolean now) {
    return new VersionFacts(order, nullVersion, lastModified, ownerId, object, now);
  }

  Bytes encode() {
    return bare().flag(locked).toBytes();
  }

  /** As they were before there were locks. */
  Bytes encodeBare() {
    return bare().toBytes();
  }

  private FieldWriter bare() {
    FieldWriter out = new FieldWriter().bytes(order).flag(nullVersion);
    return Stored.instant(out, lastModified)
        .string(ownerId)
        .nullable(object, (to, facts) -> facts.write(to));
  }

  static VersionFacts decode(Bytes encoded) {
    return decode(encoded, FieldReader::flag);
  }

  /** Facts from before there were locks. */
  static VersionFacts decodeBare(Bytes encoded) {
    return decode(encoded, in -> false);
  }

  private static VersionFacts decode(Bytes encoded, Predicate<FieldReader> locked) {
    FieldReader in = new FieldReader(encoded);
    var facts =
        new VersionFacts(
            Stored.id16(in),
            in.flag(),
            Stored.instant(in),
            in.string(),
            in.nullable(ObjectFacts::read),
            locked.test(in));
    in.requireEnd();
    return facts;
  }
}
