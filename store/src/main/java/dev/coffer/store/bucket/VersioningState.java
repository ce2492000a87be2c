package dev.coffer.store.bucket;

import dev.coffer.storage.Corrupt;

/** Whether writes make new versions; a bucket never returns to {@link #NEVER_SET}. */
public enum VersioningState {
  NEVER_SET(0),
  ENABLED(1),
  SUSPENDED(2);

  private final int code;

  VersioningState(int code) {
    this.code = code;
  }

  /** What is stored. */
  int code() {
    return code;
  }

  static VersioningState of(int code) {
    for (VersioningState state : values()) {
      if (state.code == code) {
        return state;
      }
    }
    throw new Corrupt("a bucket's versioning is unknown").with("code", code);
  }
}
