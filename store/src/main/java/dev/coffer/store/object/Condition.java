package dev.coffer.store.object;

import org.jspecify.annotations.Nullable;

/** What must hold of the version that a write replaces or a delete hides. */
@FunctionalInterface
interface Condition {
  /** Refuses when it does not hold; {@code current} is absent when there is no version. */
  void require(ObjectGroup at, @Nullable VersionRow current);

  /** Whether it holds of anything. */
  default boolean always() {
    return false;
  }
}
