package dev.coffer.wire.binding;

import java.util.function.Supplier;

/**
 * An XML body that is read when it is asked for, not before: Amazon answers for a missing bucket or
 * a foreign owner before it looks at the body.
 *
 * <p>{@link #read} verifies the request's integrity headers against the bytes, then the schema; it
 * refuses as the spec's tables say (R19, R6) and gives the same value each time.
 */
public final class Document<T> {
  private final Supplier<T> source;

  private Document(Supplier<T> source) {
    this.source = source;
  }

  public static <T> Document<T> of(T value) {
    return new Document<>(() -> value);
  }

  /** The supplier is asked at each {@link #read}; the codec's supplier remembers. */
  public static <T> Document<T> deferred(Supplier<T> source) {
    return new Document<>(source);
  }

  public T read() {
    return source.get();
  }
}
