package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.object.Versions.Standing;
import dev.coffer.wire.s3.S3Error;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Removes one version for good, in one commit of the key's group. When it was the current one, the
 * newest of the earlier ones takes its place.
 *
 * <p>A removal puts nothing by which it could be recognised, so one whose outcome is unknown is
 * decided by looking again: a version never comes back, so it is done when nothing is there any
 * more. Where a later null version is, nobody can tell, and it stays undecided.
 */
final class VersionRemoval {
  private final Versions versions;
  private final Removals removals;
  private final VersionTally tally;
  private final LockGuard locks;
  private final Moves moves;
  private final Outbox outbox;

  VersionRemoval(
      KvStore kv,
      Versions versions,
      Removals removals,
      VersionTally tally,
      LockGuard locks,
      Outbox outbox) {
    this.locks = locks;
    this.versions = versions;
    this.removals = removals;
    this.tally = tally;
    this.moves = new Moves(kv, tally);
    this.outbox = outbox;
  }

  /**
   * Removes the version if it is there; what it was. A lock that binds is refused.
   *
   * @param bypass whether governance is bypassed
   * @param occasion what is told of it; null for nothing
   */
  Optional<VersionRow> remove(
      ObjectGroup at,
      VersionId id,
      Condition condition,
      boolean bypass,
      @Nullable Occasion occasion) {
    Outcome.Unknown unknown = null;
    VersionRow tried = null;
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Standing target = versions.standing(at, id).orElse(null);
      VersionRow row = target == null ? null : target.row();
      if (row != null && row.moving() != null) {
        moves.settled(at);
        continue;
      }
      if (tried != null && unknown != null && (row == null || !same(row, tried))) {
        return Optional.of(settled(tried, row, condition, unknown));
      }
      condition.require(at, row);
      if (target == null) {
        return Optional.empty();
      }
      locks.requireRemovable(at, target.row(), bypass);
      Commit commit = commit(at, target, condition, occasion);
      Outcome outcome = removals.commit(at, commit);
      outbox.settled(commit, outcome);
      switch (outcome) {
        case Outcome.Done _ -> {
          return Optional.of(target.row());
        }
        case Outcome.Conflict _ -> {}
        case Outcome.NoIndex _ -> throw VersionChanges.noBucket(at);
        case Outcome.Unknown open -> {
          unknown = open;
          tried = target.row();
        }
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  private static boolean same(VersionRow one, VersionRow other) {
    return one.order().equals(other.order());
  }

  /**
   * It is gone, by us or by another; with a condition, who did it matters. It also does where
   * another null version has taken its place: if nothing was removed, that one is still to be.
   */
  private static VersionRow settled(
      VersionRow tried, @Nullable VersionRow now, Condition condition, Outcome.Unknown unknown) {
    if (!condition.always() || now != null) {
      throw VersionChanges.undecided(unknown);
    }
    return tried;
  }

  private Commit commit(
      ObjectGroup at, Standing target, Condition condition, @Nullable Occasion occasion) {
    Commit.Builder commit = at.commit().expectEqual(target.suffix(), target.bytes());
    condition.expect(commit);
    if (target.current()) {
      promote(at, commit);
    } else {
      commit.delete(target.suffix());
      if (target.row().facts().nullVersion()) {
        commit.delete(Suffixes.NULL_ORDER);
      }
    }
    tally.removed(target.row(), commit);
    Removals.of(target.row()).forEach(removal -> Removals.queue(removal, commit));
    outbox.tell(at, target.row(), occasion, commit);
    return commit.build();
  }

  private void promote(ObjectGroup at, Commit.Builder commit) {
    Seen next = versions.newestEarlier(at);
    VersionRow row = next.row();
    Bytes bytes = next.bytes();
    if (row == null || bytes == null) {
      commit.delete(Suffixes.CURRENT);
      return;
    }
    Bytes suffix = Suffixes.earlier(row.order());
    commit
        .expectEqual(suffix, bytes)
        .delete(suffix)
        .put(Suffixes.CURRENT, tally.kept(at.bucket(), row, bytes, commit));
    if (row.facts().nullVersion()) {
      commit.delete(Suffixes.NULL_ORDER);
    }
  }
}
