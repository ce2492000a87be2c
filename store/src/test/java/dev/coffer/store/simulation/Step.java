package dev.coffer.store.simulation;

/**
 * What one request did, as its client knows it.
 *
 * @param begun when it was asked, as {@link History} counts
 * @param ended when it was answered; {@link #NEVER} when nobody will know when it took place
 * @param sure false when it may not have taken place at all
 */
record Step(Effect effect, long begun, long ended, boolean sure) {
  static final long NEVER = Long.MAX_VALUE;

  /** The same before its answer. */
  Step open() {
    return new Step(effect, begun, NEVER, false);
  }

  /** An effect on what the keys hold: {@link #ABSENT} or the number of a content. */
  sealed interface Effect {
    int ABSENT = 0;

    /** What the keys hold afterwards, or {@link State#IMPOSSIBLE}. */
    long after(long state);

    default boolean changes() {
      return !(this instanceof Seen || this instanceof SeenAny);
    }
  }

  /** The key was seen to hold that. */
  record Seen(int key, int content) implements Effect {
    @Override
    public long after(long state) {
      return State.get(state, key) == content ? state : State.IMPOSSIBLE;
    }
  }

  /** The key was seen to hold something. */
  record SeenAny(int key) implements Effect {
    @Override
    public long after(long state) {
      return State.get(state, key) == ABSENT ? State.IMPOSSIBLE : state;
    }
  }

  /** The key holds that from now on. */
  record Written(int key, int content) implements Effect {
    @Override
    public long after(long state) {
      return State.with(state, key, content);
    }
  }

  /** The key held nothing and holds that from now on. */
  record WrittenAnew(int key, int content) implements Effect {
    @Override
    public long after(long state) {
      return State.get(state, key) == ABSENT ? State.with(state, key, content) : State.IMPOSSIBLE;
    }
  }

  /** What one key held is now what the other holds. */
  record Moved(int from, int to) implements Effect {
    @Override
    public long after(long state) {
      int content = State.get(state, from);
      return content == ABSENT
          ? State.IMPOSSIBLE
          : State.with(State.with(state, from, ABSENT), to, content);
    }
  }

  /** What up to four keys hold, 15 bits each. */
  static final class State {
    static final long IMPOSSIBLE = -1;
    static final long EMPTY = 0;
    static final int KEYS = 4;
    private static final int BITS = 15;
    private static final long MASK = (1 << BITS) - 1;

    private State() {}

    static int get(long state, int key) {
      return (int) ((state >>> (key * BITS)) & MASK);
    }

    static long with(long state, int key, int content) {
      int at = key * BITS;
      return (state & ~(MASK << at)) | ((long) content << at);
    }
  }
}
