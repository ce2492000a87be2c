package dev.coffer.store.object;

import org.jspecify.annotations.Nullable;

/** An object that a read has found: its row is authentic. */
record Found(ObjectGroup at, VersionRow row, VersionDetails details) {
  ObjectFacts object() {
    return row.object();
  }

  /** The checksum of the whole object; null where it has none. */
  SealedChecksums.@Nullable Place checksum() {
    var of = SealedChecksums.Of.object(object().objectId());
    return SealedChecksums.Place.of(details.checksum(), of, 0);
  }

  long sizeBytes() {
    return object().sizeBytes();
  }
}
