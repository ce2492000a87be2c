package dev.coffer.store.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Tags that are copied with their object: a copy reads them at one moment, and has them at a later
 * one, when its source may have others.
 */
final class TagCopies {
  private TagCopies() {}

  /** One key's effect is known by the other's. */
  private static @Nullable Integer about(int from, int to) {
    return from == to ? from : null;
  }

  /**
   * What the key holds was read with its tags, for a copy of those bytes.
   *
   * @param copy the number of the version that the copy makes
   */
  record Taken(int from, int to, int origin, int copy) implements Effect {
    @Override
    public @Nullable Integer about() {
      return TagCopies.about(from, to);
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public @Nullable State after(State state) {
      Version current = state.current(from);
      State.Kept kept = current == null ? null : state.find(from, current);
      return kept == null || kept.version().origin() != origin
          ? null
          : state.withTaken(copy, kept.tags());
    }
  }

  /** The copy is there from now on, with the tags that were taken for it. */
  record Given(int from, Effect.Put put) implements Effect {
    @Override
    public @Nullable Integer about() {
      return TagCopies.about(from, put.key());
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public Effect done() {
      return put;
    }

    @Override
    public @Nullable State after(State state) {
      Integer tags = state.taken().get(put.version().id());
      return tags == null ? null : put.with(tags).after(state.withTaken(put.version().id(), null));
    }
  }
}
