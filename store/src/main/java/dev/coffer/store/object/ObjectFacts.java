package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.FieldReader;
import dev.coffer.storage.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a row says in clear of a version that is an object; authenticated when the row is opened.
 *
 * @param sizeBytes of the plaintext
 * @param objectId 16 random bytes that the envelope is bound to
 */
public record ObjectFacts(
    long sizeBytes,
    ETag eTag,
    @Nullable ChecksumMark checksum,
    String storageClass,
    Bytes objectId,
    Place place) {
  void write(FieldWriter out) {
    out.u64(sizeBytes);
    eTag.write(out);
    out.nullable(checksum, (to, mark) -> mark.write(to)).string(storageClass).bytes(objectId);
    place.write(out);
  }

  static ObjectFacts read(FieldReader in) {
    return new ObjectFacts(
        Stored.size(in),
        ETag.read(in),
        in.nullable(ChecksumMark::read),
        in.string(),
        Stored.id16(in),
        Place.read(in));
  }

  ObjectFacts withPlace(Place other) {
    return new ObjectFacts(sizeBytes, eTag, checksum, storageClass, objectId, other);
  }
}
