package dev.coffer.store.recover;

import dev.coffer.store.object.Salvage;
import org.jspecify.annotations.Nullable;

/**
 * What to look for.
 *
 * @param bucket null for all
 * @param prefix of object keys; empty for all
 * @param earlierToo whether earlier versions and delete markers count
 */
public record Wanted(@Nullable String bucket, String prefix, boolean earlierToo) {
  boolean has(String name) {
    return bucket == null || bucket.equals(name);
  }

  boolean has(Salvage.Kept kept) {
    return (earlierToo || kept.latest()) && kept.at().key().startsWith(prefix);
  }
}
