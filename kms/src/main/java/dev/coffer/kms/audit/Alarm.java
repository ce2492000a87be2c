package dev.coffer.kms.audit;

import org.jspecify.annotations.Nullable;

/** Tells the operator that a log is in trouble. Called from any thread; must not block. */
public interface Alarm {
  /** Raises it: what, in a sentence, and why. */
  void raise(String sentence, @Nullable Throwable cause);

  /** Ends it, with a sentence. */
  void end(String sentence);
}
