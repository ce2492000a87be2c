package dev.coffer.store.bucket;

import dev.coffer.storage.Corrupt;

/**
 * Amazon's behaviour of a certain time, fixed per bucket at its creation.
 *
 * <p>They differ in whether a new bucket blocks SSE-C. Source: spec/encryption.md §0.3.
 */
public enum Profile {
  /** January 2023 to April 2026: nothing is blocked. */
  YEAR_2023(1),
  /** Since April 2026: new buckets block SSE-C. */
  YEAR_2026(2);

  private final int code;

  Profile(int code) {
    this.code = code;
  }

  /** What is stored. */
  int code() {
    return code;
  }

  static Profile of(int code) {
    for (Profile profile : values()) {
      if (profile.code == code) {
        return profile;
      }
    }
    throw new Corrupt("a bucket's profile is unknown").with("code", code);
  }
}
