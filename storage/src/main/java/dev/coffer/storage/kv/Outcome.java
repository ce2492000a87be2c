package dev.coffer.storage.kv;

/** How a commit ended. */
public sealed interface Outcome {
  Outcome DONE = new Done();
  Outcome NO_INDEX = new NoIndex();

  /** Applied as a whole, and durable. */
  record Done() implements Outcome {}

  /** Nothing was applied: this expectation, the first broken one in the commit's order, fails. */
  record Conflict(Expect broken) implements Outcome {}

  /** Nothing was applied: there is no such index, or no longer. */
  record NoIndex() implements Outcome {}

  /**
   * Nobody knows yet: it was applied as a whole, or will be, or never will. It is decided by the
   * time a later commit of this store in the same group is answered. See {@link Settle}.
   */
  record Unknown(Throwable cause) implements Outcome {}
}
