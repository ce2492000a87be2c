package dev.coffer.kms.audit;

import org.jspecify.annotations.Nullable;

/**
 * What a log is asked when it is verified.
 *
 * @param fromFile the first file; 1 unless earlier ones were moved elsewhere
 * @param includes a line that must be there, as {@code audit head} once showed it; null to ask for
 *     none
 */
public record Question(long fromFile, @Nullable Link includes) {
  /** All files, and no line in particular. */
  public static final Question WHOLE = new Question(1, null);

  public Question {
    if (fromFile < 1 || (includes != null && includes.sequence() < 1)) {
      throw new IllegalArgumentException("files and lines are counted from 1");
    }
  }
}
