package dev.coffer.store.tally;

/**
 * How many versions, and how many bytes of plaintext they have together.
 *
 * <p>Counters are read one after another, so beside a running change the two may be of different
 * moments; neither is ever off once the change is done.
 */
public record Count(long versions, long sizeBytes) {
  public static final Count NONE = new Count(0, 0);

  public Count plus(Count other) {
    return new Count(versions + other.versions, sizeBytes + other.sizeBytes);
  }
}
