package dev.coffer.store.object;

import dev.coffer.storage.FieldWriter;
import dev.coffer.storage.kv.Entry;

/**
 * Whether a version's row has room for another place of its body, told before anything is written.
 * What makes it scarce are pieces that were written under many different keys; see
 * docs/decisions/0048.
 */
final class RowRoom {
  /** What else of a row may grow with its place: lengths of lengths. */
  private static final int SLACK_BYTES = 64;

  private RowRoom() {}

  /** Whether the row of the same version has room, when its body lies there. */
  static boolean has(VersionRow row, Place place) {
    int sizeBytes = row.encode().size() - sizeBytes(row.object().place()) + sizeBytes(place);
    return sizeBytes + SLACK_BYTES <= Entry.MAX_VALUE;
  }

  /** Whether it has room for where it is going, too. */
  static boolean hasToLeave(VersionRow leaving) {
    return leaving.encode().size() <= Entry.MAX_VALUE;
  }

  private static int sizeBytes(Place place) {
    var out = new FieldWriter();
    place.write(out);
    return out.toBytes().size();
  }
}
