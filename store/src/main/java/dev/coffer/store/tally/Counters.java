package dev.coffer.store.tally;

import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;

/**
 * The names of a bucket's counters, and how they are read and changed.
 *
 * <p>{@code v-ID} versions, {@code b-ID} bytes of plaintext, ID from {@link SealedUnder#id}; {@code
 * changes} counts the commits that changed any version, so that a scan can tell whether it met one
 * state of the bucket or several. They lie in the bucket's own index and go with it.
 */
public final class Counters {
  private static final String VERSIONS = "v-";
  private static final String BYTES = "b-";
  private static final String CHANGES = "changes";

  private Counters() {}

  /** One version more. */
  public static void plus(Commit.Builder commit, SealedUnder under, long sizeBytes) {
    add(commit, under, 1, sizeBytes);
  }

  /** One version less. */
  public static void minus(Commit.Builder commit, SealedUnder under, long sizeBytes) {
    add(commit, under, -1, -sizeBytes);
  }

  private static void add(Commit.Builder commit, SealedUnder under, long one, long sizeBytes) {
    String id = under.id().toHex();
    commit.add(VERSIONS + id, one).add(BYTES + id, sizeBytes);
  }

  /** The commit changes which versions there are, or where they stand. */
  public static void changed(Commit.Builder commit) {
    commit.add(CHANGES, 1);
  }

  /** How many commits have changed versions of this bucket, at this moment. */
  public static long changes(KvStore kv, Index bucket) {
    return kv.counter(bucket, CHANGES);
  }

  static Count count(KvStore kv, Index bucket, SealedUnder under) {
    String id = under.id().toHex();
    return new Count(kv.counter(bucket, VERSIONS + id), kv.counter(bucket, BYTES + id));
  }
}
