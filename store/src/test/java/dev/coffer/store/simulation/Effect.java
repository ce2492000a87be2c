package dev.coffer.store.simulation;

import dev.coffer.store.lock.Period;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request does to the keys, or shows of them, at one moment. */
interface Effect {
  /** What the keys hold afterwards; null when it cannot have taken place then. */
  @Nullable State after(State state);

  /** The key that it is about; null when there are two. */
  @Nullable Integer about();

  default boolean changes() {
    return false;
  }

  /** What may be done, of which one thing is; most do one thing. */
  default List<Effect> ways() {
    return List.of(this);
  }

  /** One of these; they must be of one key. */
  static Effect anyOf(List<Effect> ways) {
    List<Effect> all = ways.stream().flatMap(way -> way.ways().stream()).distinct().toList();
    return all.size() == 1 ? all.getFirst() : new Any(all);
  }

  /** What is done, on whichever condition. */
  default Effect done() {
    return this;
  }

  /** The put that is done; empty when none is. */
  static Optional<Put> put(Effect effect) {
    return effect.done() instanceof Put put ? Optional.of(put) : Optional.empty();
  }

  /** An effect that leaves everything as it is, and tells something of it. */
  interface Look extends Effect {
    int key();

    boolean holds(State state);

    @Override
    default @Nullable Integer about() {
      return key();
    }

    @Override
    default @Nullable State after(State state) {
      return holds(state) ? state : null;
    }
  }

  /** An effect that changes what there is. */
  interface Change extends Effect {
    int key();

    @Override
    default @Nullable Integer about() {
      return key();
    }

    @Override
    default boolean changes() {
      return true;
    }
  }

  /** The key was seen to hold that; null for nothing. */
  record Seen(int key, @Nullable Version version) implements Look {
    @Override
    public boolean holds(State state) {
      return Objects.equals(state.current(key), version);
    }
  }

  /** The key was seen to hold something. */
  record SeenAny(int key) implements Look {
    @Override
    public boolean holds(State state) {
      return state.current(key) != null;
    }
  }

  /** The key was seen to hold something with those bytes. */
  record SeenLike(int key, int origin) implements Look {
    @Override
    public boolean holds(State state) {
      Version current = state.current(key);
      return current != null && current.origin() == origin;
    }
  }

  /** The key was seen to hold something, and not that version. */
  record SeenOther(int key, Version version) implements Look {
    @Override
    public boolean holds(State state) {
      Version current = state.current(key);
      return current != null && !current.equals(version);
    }
  }

  /** The key was seen to hold something with other bytes. */
  record SeenUnlike(int key, int origin) implements Look {
    @Override
    public boolean holds(State state) {
      Version current = state.current(key);
      return current != null && current.origin() != origin;
    }
  }

  /** The key was seen to hold nothing, or other bytes. */
  record SeenNot(int key, int origin) implements Look {
    @Override
    public boolean holds(State state) {
      return !new SeenLike(key, origin).holds(state);
    }
  }

  /** The key was seen to hold nothing but those bytes, if anything. */
  record SeenAtMost(int key, int origin) implements Look {
    @Override
    public boolean holds(State state) {
      return !new SeenUnlike(key, origin).holds(state);
    }
  }

  /** Among all versions of the key that one was seen, or missed. */
  record SeenVersion(int key, Version version, boolean there) implements Look {
    @Override
    public boolean holds(State state) {
      return state.has(key, version) == there;
    }
  }

  /** The null version of the key was seen; null for none. */
  record SeenNull(int key, @Nullable Version version) implements Look {
    @Override
    public boolean holds(State state) {
      Version there = state.nullVersion(key);
      return (there != null && version != null)
          ? there.isSeenAs(version)
          : Objects.equals(there, version);
    }
  }

  /** All versions of the key were seen at one moment. */
  record SeenAll(int key, List<State.Kept> versions) implements Look {
    @Override
    public boolean holds(State state) {
      List<State.Kept> there = state.versions(key);
      boolean same = there.size() == versions.size();
      for (int i = 0; same && i < versions.size(); i++) {
        same = there.get(i).isSeenAs(versions.get(i));
      }
      return same;
    }
  }

  /** The key holds that from now on, maybe in the place of its null version. */
  record Put(int key, State.Kept kept) implements Change {
    Version version() {
      return kept.version();
    }

    @Override
    public State after(State state) {
      return state.with(key, kept);
    }

    Put with(Lock lock) {
      return new Put(key, kept.with(lock));
    }

    Put with(int tags) {
      return new Put(key, kept.with(tags));
    }
  }

  /** A change that takes place only where that is seen. */
  record Where(Look look, Change change) implements Change {
    @Override
    public int key() {
      return change.key();
    }

    @Override
    public Effect done() {
      return change.done();
    }

    @Override
    public @Nullable State after(State state) {
      return look.holds(state) ? change.after(state) : null;
    }
  }

  /** What the key holds, if those are its bytes, has more of them from now on. */
  record Grown(int key, int from, int to) implements Change {
    @Override
    public @Nullable State after(State state) {
      Version current = state.current(key);
      return current == null || current.origin() != from
          ? null
          : state.with(key, new State.Kept(new Version(current.id(), to), true));
    }
  }

  /** The null version is gone from now on, if there was one. */
  record RemovedNull(int key) implements Change {
    @Override
    public State after(State state) {
      return state.withoutNull(key);
    }
  }

  /**
   * That version is gone from now on, if it was there; one that is locked cannot go.
   *
   * @param latest when that was decided, at the latest
   */
  record Removed(int key, Version version, boolean bypass, Instant latest) implements Change {
    @Override
    public @Nullable State after(State state) {
      Lock lock = state.lock(key, version);
      return lock == null || lock.mayGo(bypass, latest) ? state.without(key, version) : null;
    }
  }

  /** That version was seen to be locked, then or after. */
  record SeenLocked(int key, Version version, boolean bypass, Instant earliest) implements Look {
    @Override
    public boolean holds(State state) {
      Lock lock = state.lock(key, version);
      return lock != null && lock.mayStay(bypass, earliest);
    }
  }

  /** That version is kept by that period from now on; null for none. */
  record Retained(int key, Version version, @Nullable Period period, boolean bypass, Instant latest)
      implements Change {
    @Override
    public @Nullable State after(State state) {
      Lock lock = state.lock(key, version);
      return lock != null && lock.mayBecome(period, bypass, latest)
          ? state.changed(key, version, kept -> kept.with(lock.with(period)))
          : null;
    }
  }

  /** That version was seen to be kept by a period that could not become that, then or after. */
  record SeenRetained(
      int key, Version version, @Nullable Period period, boolean bypass, Instant earliest)
      implements Look {
    @Override
    public boolean holds(State state) {
      Lock lock = state.lock(key, version);
      return lock != null && lock.mayRefuse(period, bypass, earliest);
    }
  }

  /** That version was seen to be kept by that period; null for none. */
  record SeenPeriod(int key, Version version, @Nullable Period period) implements Look {
    @Override
    public boolean holds(State state) {
      Lock lock = state.lock(key, version);
      return lock != null && lock.mayShow(period);
    }

    /** From then on it is known. */
    @Override
    public @Nullable State after(State state) {
      return holds(state)
          ? state.changed(key, version, kept -> kept.with(kept.lock().with(period)))
          : null;
    }
  }

  /** That version, or what the key holds, has those tags from now on. */
  record Tagged(int key, @Nullable Version version, int tags) implements Change {
    @Override
    public @Nullable State after(State state) {
      Version tagged = version == null ? state.current(key) : version;
      return tagged == null || !state.has(key, tagged)
          ? null
          : state.changed(key, tagged, kept -> kept.with(tags));
    }
  }

  /** That version, or what the key holds, was seen to have those tags. */
  record SeenTags(int key, @Nullable Version version, int tags) implements Look {
    @Override
    public boolean holds(State state) {
      Version seen = version == null ? state.current(key) : version;
      State.Kept kept = seen == null ? null : state.find(key, seen);
      return kept != null && kept.tags() == tags;
    }
  }

  /** That version is held from now on, or not. */
  record Held(int key, Version version, boolean held) implements Change {
    @Override
    public @Nullable State after(State state) {
      Lock lock = state.lock(key, version);
      return lock == null ? null : state.changed(key, version, kept -> kept.with(lock.with(held)));
    }
  }

  /** One of some changes, nobody knows which. */
  record Any(List<Effect> ways) implements Effect {
    @Override
    public @Nullable Integer about() {
      return ways.getFirst().about();
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public State after(State state) {
      throw new IllegalStateException("one of the ways is to be gone");
    }
  }

  /** What one key held is now what the other holds; in buckets without versions. */
  record Moved(int from, int to) implements Effect {
    @Override
    public @Nullable Integer about() {
      return null;
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public @Nullable State after(State state) {
      Version moved = state.current(from);
      return moved == null
          ? null
          : state.with(from, List.of()).with(to, new State.Kept(moved, true));
    }
  }
}
