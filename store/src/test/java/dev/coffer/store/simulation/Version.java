package dev.coffer.store.simulation;

/**
 * One version of a key as the model knows it.
 *
 * @param id like no other's
 * @param origin the content whose bytes it has; 0 for a delete marker
 */
record Version(int id, int origin) {
  /** A delete marker that is seen and whose id nobody was told. */
  static final Version ANY_MARKER = marker(0);

  static Version marker(int id) {
    return new Version(id, 0);
  }

  boolean isMarker() {
    return origin == 0;
  }

  /** Whether that may be seen as this. */
  boolean isSeenAs(Version seen) {
    return equals(seen) || (isMarker() && seen.equals(ANY_MARKER));
  }
}
