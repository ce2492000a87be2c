package dev.coffer.store.sse;

/** How often the key service was called on behalf of requesters since the store was opened. */
public record KmsCallCount(long generateDataKey, long decrypt) {
  public long total() {
    return generateDataKey + decrypt;
  }
}
