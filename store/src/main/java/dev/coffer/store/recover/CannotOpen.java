package dev.coffer.store.recover;

import org.jspecify.annotations.Nullable;

/**
 * Why a version cannot be opened, in a sentence for whoever wants it back.
 *
 * <p>A key that is not at hand, or a version that is damaged; {@link #keyMissing} says which.
 */
public final class CannotOpen extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean keyMissing;

  private CannotOpen(String sentence, boolean keyMissing, @Nullable Throwable cause) {
    super(sentence, cause);
    this.keyMissing = keyMissing;
  }

  static CannotOpen withoutKey(String sentence) {
    return new CannotOpen(sentence, true, null);
  }

  static CannotOpen damaged(String sentence, @Nullable Throwable cause) {
    return new CannotOpen(sentence, false, cause);
  }

  /** Whether another key would help. */
  public boolean keyMissing() {
    return keyMissing;
  }
}
