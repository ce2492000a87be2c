package dev.coffer.storage.blob;

import java.util.Iterator;
import java.util.List;

/**
 * Finds the blobs of dead sessions by their reserved names.
 *
 * <p>The caller's part, for each session in {@link #sessions}: for each of its {@link #candidates}
 * read the group that the hint names; if nothing there refers to the blob, commit a mark that every
 * later commit in that group expects absent, then {@link #remove} it. A candidate that is referred
 * to is left alone. After the whole pass {@link #forget} the session, and it is never swept again.
 *
 * <p>The mark is what makes this safe where a session is dead only as far as anybody knows: a
 * writer that was merely slow is refused and never refers to a removed blob.
 */
public interface Collector {
  /** Sessions before the running one that were not forgotten, oldest first. */
  List<Long> sessions();

  /**
   * What is left of a dead session, by sequence: finished blobs, and unfinished ones too.
   *
   * @throws IllegalArgumentException when the session is not one of {@link #sessions}
   */
  Iterator<Candidate> candidates(long session);

  /** Removes a candidate, finished or not; idempotent. */
  void remove(Candidate candidate);

  /** Ends the sweep of a dead session for good; idempotent. */
  void forget(long session);
}
