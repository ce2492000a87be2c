package dev.coffer.store.lock;

import dev.coffer.storage.Corrupt;
import java.util.Optional;

/** How strictly a period binds; named as on the wire. */
public enum LockMode {
  /** Whoever has the right may bypass it. */
  GOVERNANCE(1),
  /** Nobody may, the root included. */
  COMPLIANCE(2);

  private final int code;

  LockMode(int code) {
    this.code = code;
  }

  /** What is stored. */
  int code() {
    return code;
  }

  static LockMode of(int code) {
    for (LockMode mode : values()) {
      if (mode.code == code) {
        return mode;
      }
    }
    throw new Corrupt("a lock's mode is unknown").with("code", code);
  }

  /** The mode of that name, which counts letter by letter. */
  public static Optional<LockMode> named(String name) {
    for (LockMode mode : values()) {
      if (mode.name().equals(name)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}
