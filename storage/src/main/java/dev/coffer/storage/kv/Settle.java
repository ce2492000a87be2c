package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits, and when the outcome is unknown finds out what became of it.
 *
 * <p>Two conditions on the commit. It puts a row (the <em>token row</em>) with a value that no
 * other commit ever puts. And it guards itself: its own effect breaks one of its expectations, so
 * that it cannot be applied twice while nobody else changes those rows; whom a second time would
 * harm must expect something that others leave broken, too, or use {@link #once}. Then, after
 * {@link Outcome.Unknown}, the token row is read; if it holds the value the commit is done, else
 * the commit is repeated, a bounded number of times with growing pauses (2 seconds altogether at
 * most).
 *
 * <p>A conflict after an unknown outcome is the delicate case: either the first attempt never took
 * place, or it did and someone has replaced its token row since. {@link #commit} cannot tell and
 * stays with unknown; {@link #commitOwned} can, for a token row that nobody else ever touches.
 */
public final class Settle {
  private static final int ATTEMPTS = 10;
  private static final int LOOKS = 4;
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final KvStore kv;
  private final @Nullable Commit first;
  private final Commit commit;
  private final Bytes suffix;
  private final boolean owned;

  private Settle(KvStore kv, @Nullable Commit first, Commit commit, Bytes suffix, boolean owned) {
    this.kv = kv;
    this.first = first;
    this.commit = commit;
    this.suffix = suffix;
    this.owned = owned;
  }

  /**
   * Commits with a token row that others may replace or delete.
   *
   * @param suffix of the token row
   * @return {@link Outcome.Conflict} only if the commit surely was not applied
   */
  public static Outcome commit(KvStore kv, Commit commit, Bytes suffix) {
    return new Settle(kv, null, commit, suffix, false).run();
  }

  /**
   * The same behind another commit, as {@link KvStore#commitAfter} does it.
   *
   * @param first nothing for no other
   */
  public static Outcome commitAfter(
      KvStore kv, @Nullable Commit first, Commit commit, Bytes suffix) {
    return new Settle(kv, first, commit, suffix, false).run();
  }

  /**
   * Commits with a token row that only this caller puts or deletes, so that a conflict is always
   * exact.
   *
   * @param suffix of the token row
   */
  public static Outcome commitOwned(KvStore kv, Commit commit, Bytes suffix) {
    return new Settle(kv, null, commit, suffix, true).run();
  }

  /**
   * Commits what nothing guards: others may make its expectations hold again after it was applied,
   * and a second time would harm. So it is not repeated, only looked for, {@value #LOOKS} times.
   *
   * @param first what goes before, as for {@link #commitAfter}
   */
  public static Outcome once(KvStore kv, @Nullable Commit first, Commit commit, Bytes suffix) {
    var settle = new Settle(kv, first, commit, suffix, false);
    settle.requireSelfGuarding();
    Outcome outcome = settle.attempt();
    return outcome instanceof Outcome.Unknown unknown
        ? poll(LOOKS, settle::look).orElse(unknown)
        : outcome;
  }

  /**
   * Commits what may be applied twice without harm: repeats while the outcome is unknown, at most
   * {@value #ATTEMPTS} times.
   */
  public static Outcome repeatable(KvStore kv, Commit commit) {
    Outcome outcome = kv.commit(commit);
    for (int attempt = 1; attempt < ATTEMPTS && outcome instanceof Outcome.Unknown; attempt++) {
      outcome = kv.commit(commit);
    }
    return outcome;
  }

  private Outcome run() {
    requireSelfGuarding();
    Outcome outcome = attempt();
    return outcome instanceof Outcome.Unknown unknown ? settle(unknown) : outcome;
  }

  private Outcome settle(Outcome.Unknown first) {
    return poll(ATTEMPTS - 1, () -> lookOrRepeat(first)).orElse(first);
  }

  /** Asks until there is an answer, with growing pauses. */
  private static Optional<Outcome> poll(int times, Supplier<Optional<Outcome>> asked) {
    long pauseMillis = FIRST_PAUSE_MILLIS;
    for (int attempt = 0; attempt < times; attempt++) {
      Optional<Outcome> settled = asked.get();
      if (settled.isPresent()) {
        return settled;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
    return Optional.empty();
  }

  private Optional<Outcome> look() {
    try {
      return isApplied() ? Optional.of(Outcome.DONE) : Optional.empty();
    } catch (Unavailable e) {
      return Optional.empty();
    }
  }

  private Outcome attempt() {
    return first == null ? kv.commit(commit) : kv.commitAfter(first, commit);
  }

  /** Empty when another look may help. */
  private Optional<Outcome> lookOrRepeat(Outcome.Unknown first) {
    try {
      if (isApplied()) {
        return Optional.of(Outcome.DONE);
      }
      Outcome repeated = attempt();
      return switch (repeated) {
        case Outcome.Done done -> Optional.of(done);
        case Outcome.Unknown again -> Optional.empty();
        case Outcome.Conflict conflict ->
            Optional.of(isApplied() ? Outcome.DONE : owned ? conflict : first);
        case Outcome.NoIndex noIndex -> Optional.of(owned ? noIndex : first);
      };
    } catch (Unavailable e) {
      return Optional.empty();
    }
  }

  private boolean isApplied() {
    Optional<Bytes> found = kv.get(commit.index(), new Key(commit.group(), suffix));
    return found.isPresent() && found.get().equals(commit.puts().get(suffix));
  }

  private void requireSelfGuarding() {
    if (!commit.puts().containsKey(suffix)) {
      throw new IllegalArgumentException("the commit does not put its token row");
    }
    if (commit.expectations().stream().noneMatch(this::isBrokenByItself)) {
      throw new IllegalArgumentException("the commit could be applied twice");
    }
  }

  private boolean isBrokenByItself(Expect expect) {
    Bytes put = commit.puts().get(expect.suffix());
    return switch (expect) {
      case Expect.Absent absent -> put != null;
      case Expect.Equal equal ->
          commit.deletes().contains(equal.suffix()) || (put != null && !put.equals(equal.value()));
    };
  }
}
