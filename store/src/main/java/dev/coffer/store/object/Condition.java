package dev.coffer.store.object;

import dev.coffer.storage.kv.Commit;
import org.jspecify.annotations.Nullable;

/** What must hold of the version that a write replaces or a delete hides. */
@FunctionalInterface
interface Condition {
  /** Refuses when it does not hold; {@code current} is absent when there is no version. */
  void require(ObjectGroup at, @Nullable VersionRow current);

  /** Lets a removal expect what was looked at, so that it still holds when it takes place. */
  default void expect(Commit.Builder removal) {}

  /** Whether it holds of anything. */
  default boolean always() {
    return false;
  }
}
