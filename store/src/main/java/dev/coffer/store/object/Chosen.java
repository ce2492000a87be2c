package dev.coffer.store.object;

import org.jspecify.annotations.Nullable;

/**
 * What of an object a read takes.
 *
 * @param partial whether it was asked for as a range or part, so that the answer is 206
 * @param checksum of exactly these bytes, when there is one
 * @param partsCount of the object, when a part was asked for and the object came in parts
 */
record Chosen(
    ByteSpan span,
    boolean partial,
    @Nullable StoredChecksum checksum,
    @Nullable Integer partsCount) {
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
