package dev.coffer.store.simulation;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the rules of {@link Expiring} do to a key, or have left nothing of. */
final class ExpirationEffects {
  private ExpirationEffects() {}

  private static boolean expires(State state, int key, int today) {
    Version current = state.current(key);
    State.Kept kept = current == null ? null : state.find(key, current);
    return kept != null
        && (kept.tags() == TagChanges.DUE
            || (key == Expiring.AGED && Expiring.isDue(kept.made(), today)));
  }

  /** What the key holds and is due by its tags, or its age, goes, as a deletion has it. */
  record Expired(int key, Effect.Change deletion, int today) implements Effect.Change {
    @Override
    public @Nullable State after(State state) {
      return expires(state, key, today) ? deletion.after(state) : null;
    }
  }

  /** A marker below which nothing is goes. */
  record RemovedLonely(int key) implements Effect.Change {
    @Override
    public @Nullable State after(State state) {
      List<State.Kept> all = state.versions(key);
      return all.size() == 1 && all.getFirst().version().isMarker()
          ? state.with(key, List.of())
          : null;
    }
  }

  /**
   * That version goes, which has not been the newest for days; one that is locked cannot go.
   *
   * @param latest when that was decided, at the latest
   */
  record RemovedEarlier(int key, Version version, int today, Instant latest)
      implements Effect.Change {
    @Override
    public @Nullable State after(State state) {
      State.Kept kept = state.find(key, version);
      return kept != null
              && kept.hidden() != null
              && Expiring.isDue(kept.hidden(), today)
              && kept.lock().mayGo(false, latest)
          ? state.without(key, version)
          : null;
    }
  }

  /** Nothing that is due was left; what is locked may be. */
  record SeenNothingDue(int key, int today, Instant earliest) implements Effect.Look {
    @Override
    public boolean holds(State state) {
      List<State.Kept> all = state.versions(key);
      return !expires(state, key, today)
          && (key != Expiring.EARLIER
              || IntStream.range(1, all.size())
                  .noneMatch(i ->
                      Expiring.isDue(all.get(i - 1).made(), today)
                          && !all.get(i).lock().mayStay(false, earliest)));
    }
  }
}
