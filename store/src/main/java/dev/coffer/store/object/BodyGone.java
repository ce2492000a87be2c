package dev.coffer.store.object;

import org.jspecify.annotations.Nullable;

/**
 * What a version's row refers to is not there: its blob, a part, or a page of parts. Either the
 * object was replaced meanwhile or it is damaged; {@link Reads} finds out which.
 */
final class BodyGone extends RuntimeException {
  private static final long serialVersionUID = 1;

  BodyGone(@Nullable Throwable cause) {
    super("what a version refers to is gone", cause);
  }
}
