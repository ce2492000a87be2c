package dev.coffer.store.bucket;

import dev.coffer.storage.Corrupt;

/** Which encryption types writes may not use. Source: spec/encryption.md R33 to R39. */
public enum BlockedTypes {
  /** Nothing was ever said; GET shows no element. */
  UNSAID(0),
  /** {@code NONE} was said: nothing is blocked. */
  NONE(1),
  /** {@code SSE-C} is blocked. */
  SSE_C(2);

  private final int code;

  BlockedTypes(int code) {
    this.code = code;
  }

  /** What is stored. */
  int code() {
    return code;
  }

  static BlockedTypes of(int code) {
    for (BlockedTypes blocked : values()) {
      if (blocked.code == code) {
        return blocked;
      }
    }
    throw new Corrupt("a bucket's blocked types are unknown").with("code", code);
  }

  /** What a new bucket of that profile begins with. */
  public static BlockedTypes initial(Profile profile) {
    return switch (profile) {
      case YEAR_2023 -> UNSAID;
      case YEAR_2026 -> SSE_C;
    };
  }
}
