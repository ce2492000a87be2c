package dev.coffer.store.simulation;

import org.jspecify.annotations.Nullable;

/** What requests do to uploads, or show of them: each ends once, as an object or as nothing. */
final class UploadEffects {
  private UploadEffects() {}

  /** An upload has become an object, and has ended; or it has before, and this is its object. */
  record Completed(int key, int upload, Effect.Put put) implements Effect.Change {
    @Override
    public Effect done() {
      return put;
    }

    @Override
    public @Nullable State after(State state) {
      if (!state.ended().contains(upload)) {
        return put.after(state).withEnded(upload);
      }
      return put.version().equals(state.current(key)) ? state : null;
    }
  }

  /** An upload has ended without an object. */
  record Aborted(int key, int upload) implements Effect.Change {
    @Override
    public @Nullable State after(State state) {
      return state.ended().contains(upload) ? null : state.withEnded(upload);
    }
  }

  /** An upload was seen to go on. */
  record SeenOpen(int key, int upload) implements Effect.Look {
    @Override
    public boolean holds(State state) {
      return !state.ended().contains(upload);
    }
  }

  /** An upload was seen to have ended. */
  record SeenEnded(int key, int upload) implements Effect.Look {
    @Override
    public boolean holds(State state) {
      return state.ended().contains(upload);
    }
  }

  /** An upload was seen to have ended, and its object to be, or not to be, what the key holds. */
  record SeenMade(int key, int upload, @Nullable Version version, boolean there)
      implements Effect.Look {
    @Override
    public boolean holds(State state) {
      Version current = state.current(key);
      boolean same =
          version == null ? current != null && current.id() == upload : version.equals(current);
      return state.ended().contains(upload) && same == there;
    }
  }
}
