package dev.coffer.store.lifecycle;

import dev.coffer.store.tag.Tags;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * An object as rules look at it.
 *
 * @param made when it was written
 * @param tags asked only where they decide
 */
public record Seen(String key, Instant made, long sizeBytes, Supplier<Tags> tags) {
  /** A delete marker, which is empty and has no tags. */
  public static Seen marker(String key, Instant made) {
    return new Seen(key, made, 0, () -> Tags.NONE);
  }
}
