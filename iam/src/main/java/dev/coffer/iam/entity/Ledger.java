package dev.coffer.iam.entity;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Optional;
import java.util.function.Function;

/**
 * The identities of every account: one group of rows an account, one commit a change.
 *
 * <p>Every change replaces the account's head and expects the one it began with, so changes of an
 * account come one after another, each sees the outcome of the one before, and whatever an
 * operation checked (a name is free, nothing is attached) still holds when it is stored. A view
 * reads the head before and after: if it stayed, everything in between is of one moment.
 *
 * <p>Errors: {@link Unavailable} when an outcome stays unknown, or when others are always faster.
 * Decision: docs/decisions/0015-iam-rows.md.
 */
public final class Ledger {
  static final String HEAD = "h";
  private static final int ATTEMPTS = 200;
  private static final int STAMP = 16;

  private final KvStore store;
  private final Index index;
  private final Entropy entropy;

  public Ledger(KvStore store, Index index, Entropy entropy) {
    this.store = store;
    this.index = index;
    this.entropy = entropy;
  }

  public Entropy entropy() {
    return entropy;
  }

  /**
   * What a look at an account finds, all of one moment. The look may be repeated.
   *
   * @param look must not change anything
   */
  public <T> T view(String accountId, Function<Rows, T> look) {
    var rows = new Snapshot(store, index, accountId);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Bytes> before = rows.get(HEAD);
      Look<T> seen = Look.at(rows, look);
      if (rows.get(HEAD).equals(before)) {
        return seen.result();
      }
    }
    throw new Unavailable("an account's identities change faster than they can be read");
  }

  /**
   * Does a change as a whole, or nothing when it throws. It may be thought out several times.
   *
   * @return what the body returned the last time
   */
  public <T> T change(String accountId, Function<Change, T> body) {
    var rows = new Snapshot(store, index, accountId);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Bytes> before = rows.get(HEAD);
      var change = new Change(rows, head(before));
      Look<T> done = Look.at(change, body);
      if (done.refused() || change.nothing()) {
        if (rows.get(HEAD).equals(before)) {
          return done.result();
        }
      } else if (stored(change, before)) {
        return done.result();
      }
    }
    throw new Unavailable("an account's identities change faster than this change");
  }

  /** Whether an account has any entity. */
  public boolean any(String accountId) {
    return !head(new Snapshot(store, index, accountId).get(HEAD)).empty();
  }

  /** Lets no entity be added any more; false, and nothing done, when there is one. */
  public boolean closeIfEmpty(String accountId) {
    return change(accountId, Change::closeIfEmpty);
  }

  private static Head head(Optional<Bytes> row) {
    return row.map(Head::decode).orElse(Head.FIRST);
  }

  /** Whether it is stored; false when somebody else was faster. */
  private boolean stored(Change change, Optional<Bytes> before) {
    Bytes head = Bytes.utf8(HEAD);
    Commit.Builder commit = Commit.in(index, Snapshot.group(change.accountId()));
    before.ifPresentOrElse(
        value -> commit.expectEqual(head, value), () -> commit.expectAbsent(head));
    commit.put(head, change.head().encode(entropy.bytes(STAMP)));
    change.into(commit);
    return switch (Settle.commit(store, commit.build(), head)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ ->
          throw new IllegalStateException("the system's index has not been created");
      case Outcome.Unknown unknown ->
          throw new Unavailable("nobody knows whether the change was stored", unknown.cause());
    };
  }

  /**
   * What a function returned or threw: a refusal counts only when the rows it was based on were of
   * one moment.
   */
  private record Look<T>(Optional<T> returned, Optional<RuntimeException> thrown) {
    static <R, T> Look<T> at(R rows, Function<? super R, T> look) {
      try {
        return new Look<>(Optional.of(look.apply(rows)), Optional.empty());
      } catch (Unavailable e) {
        throw e;
      } catch (RuntimeException e) {
        return new Look<>(Optional.empty(), Optional.of(e));
      }
    }

    boolean refused() {
      return thrown.isPresent();
    }

    T result() {
      if (thrown.isPresent()) {
        throw thrown.get();
      }
      return returned.orElseThrow();
    }
  }
}
