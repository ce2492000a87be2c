package dev.coffer.kms.audit;

/** What becomes of key use while lines cannot be kept. */
public enum OnFailure {
  /** It is refused: nothing is done that would not be written down. */
  REFUSE,
  /** It goes on; when lines can be kept again the first one says how many are missing. */
  CONTINUE
}
