package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of a key with the exact bytes of its row, for a change to expect.
 *
 * @param row absent when the key has no version at all
 */
record Seen(@Nullable VersionRow row, @Nullable Bytes bytes) {
  static final Seen NOTHING = new Seen(null, null);

  static Seen of(Bytes bytes) {
    return new Seen(VersionRow.decode(bytes), bytes);
  }

  /** The current object: not a delete marker. */
  @Nullable VersionRow object() {
    return row == null || row.deleteMarker() ? null : row;
  }
}
