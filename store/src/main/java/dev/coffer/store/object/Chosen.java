package dev.coffer.store.object;

import dev.coffer.crypto.payload.DataKeys;
import org.jspecify.annotations.Nullable;

/**
 * What of an object a read takes.
 *
 * @param partial whether it was asked for as a range or part, so that the answer is 206
 * @param sealedChecksum of exactly these bytes, when there is one
 * @param partsCount of the object, when a part was asked for and the object came in parts
 */
record Chosen(
    ByteSpan span,
    boolean partial,
    SealedChecksums.@Nullable Place sealedChecksum,
    @Nullable Integer partsCount) {
  /** The checksum of exactly these bytes, by the object's keys. */
  @Nullable StoredChecksum checksum(DataKeys keys) {
    return sealedChecksum == null ? null : sealedChecksum.open(keys);
  }

  int status() {
    return partial ? 206 : 200;
  }

  /** Header Content-Range; an empty part has none. */
  @Nullable String contentRange() {
    return partial && span.byteCount() > 0
        ? "bytes " + span.firstByte() + "-" + (span.endByte() - 1) + "/" + span.totalBytes()
        : null;
  }
}
