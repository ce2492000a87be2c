package dev.coffer.storage.blob;

import dev.coffer.storage.Bytes;

/** Checks that every engine makes of its arguments. */
final class Checks {
  private Checks() {}

  static void requireHint(Bytes hint) {
    if (hint.isEmpty() || hint.size() > BlobStore.MAX_HINT) {
      throw new IllegalArgumentException("hint is not of 1 to 1300 bytes");
    }
  }

  /** The running session is never collected. */
  static void requireEarlier(long session, long running) {
    if (session < 1 || session >= running) {
      throw new IllegalArgumentException("not a dead session");
    }
  }

  static void requirePosition(long at) {
    if (at < 0) {
      throw new IndexOutOfBoundsException("a blob begins at 0");
    }
  }
}
