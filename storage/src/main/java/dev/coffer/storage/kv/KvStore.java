package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import java.util.List;
import java.util.Optional;

/**
 * Ordered rows in indexes, changed by commits that are confined to one group.
 *
 * <p>What every engine must do, and what no caller may assume beyond it:
 *
 * <ul>
 *   <li><b>One group.</b> A {@link Commit} is all or nothing, its expectations see the state before
 *       it, and two commits in one group are ordered. Nothing spans groups: a reader may see a
 *       later commit of one group and not yet an earlier one of another's page.
 *   <li><b>Durable when done.</b> {@link Outcome.Done} is answered after the change would survive a
 *       crash; then every read that begins shows it.
 *   <li><b>Unknown is an answer.</b> A commit may end as {@link Outcome.Unknown} and be applied
 *       even after that answer, but not after a later commit of this store in the same group was
 *       answered. Callers put a value that no other commit puts, and use {@link Settle}.
 *   <li><b>Scans are short and not snapshots.</b> Each page is a fresh look; rows that are there
 *       throughout are seen once, in order; others may or may not be.
 *   <li><b>Every commit is fenced by its index.</b> None succeeds after {@link #removeIfEmpty}
 *       answered true, and no row is lost by it.
 * </ul>
 *
 * <p>Life: safe for any number of threads; methods block and are meant for virtual threads. After
 * {@code close} every method throws {@link Unavailable}.
 *
 * <p>Errors: {@link Unavailable}, {@link dev.coffer.storage.Full}, {@link
 * dev.coffer.storage.Corrupt}. Thrown from {@code commit}, they mean that nothing was applied and
 * nothing will be. Thrown from {@code create} or {@code removeIfEmpty}, the effect is open; both
 * may be repeated.
 */
public interface KvStore extends AutoCloseable {
  /** No page holds more entries than this, whatever is asked. */
  int MAX_PAGE = 1024;

  /** Opens an index for commits; durable on return. An open index is left as it is. */
  void create(Index index);

  boolean exists(Index index);

  /**
   * Removes an index that holds no entries, and its counters.
   *
   * @return false when it holds entries and stays open; true when it is gone or never was, and
   *     every later commit to it is answered by {@link Outcome.NoIndex}
   */
  boolean removeIfEmpty(Index index);

  /** The value of one row; empty also when there is no such index. */
  Optional<Bytes> get(Index index, Key key);

  /**
   * A page of rows from {@code fromInclusive} on, ascending; at least one when there is any.
   *
   * @param limit at least 1; the page may hold fewer, and only {@link Page#more} says whether to go
   *     on. An absent index gives an empty page.
   */
  Page scan(Index index, Key fromInclusive, int limit);

  /** Applies a commit; see the rules above. */
  Outcome commit(Commit commit);

  /**
   * Applies a commit that expects nothing, then another, mostly of another group: never without the
   * first, which may be applied alone.
   *
   * @return what became of the second; the first may have been applied whatever it is
   * @throws Unavailable also when the first could not be applied; the second was not and will not
   *     be
   */
  default Outcome commitAfter(Commit first, Commit then) {
    if (Settle.repeatable(this, first) instanceof Outcome.Done) {
      return commit(then);
    }
    throw new Unavailable("what goes before a commit could not be stored");
  }

  /**
   * Applies commits that do not depend on each other, as often as not with one wait for all.
   *
   * <p>When an error is thrown, any of them may have been applied.
   *
   * @return what became of each, in their order
   */
  default List<Outcome> commitEach(List<Commit> commits) {
    return commits.stream().map(this::commit).toList();
  }

  /** The sum of all deltas that commits added; 0 when nothing was added or there is no index. */
  long counter(Index index, String name);

  /** Lets commits that were accepted finish, then gives everything back. Idempotent. */
  @Override
  void close();
}
