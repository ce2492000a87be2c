package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.wire.s3.S3Error;
import java.util.List;
import java.util.Optional;

/**
 * Versions that are being moved from one key to another, which takes a commit in each of two
 * groups.
 *
 * <p>First the source's row says where the version is moving to, under a token of its own. Then the
 * destination's group gets the version and the mark DONE under that token in one commit: from then
 * on the version has left. Then the source's row goes, and at last the mark. Whoever would change a
 * row that is moving settles it first: without a mark the move is given up, by a mark that the
 * mover's commit expects absent, and the row is put back.
 *
 * <p>Readers ask {@link #look}. Every step may be repeated, by anybody, after any crash.
 */
final class Moves {
  private static final Bytes KEPT = Bytes.of((byte) 1);

  private final KvStore kv;
  private final VersionTally tally;

  Moves(KvStore kv, VersionTally tally) {
    this.kv = kv;
    this.tally = tally;
  }

  /** An object key of the bucket of that index. */
  record Spot(Index index, String key) {
    static Spot of(ObjectGroup at) {
      return new Spot(at.index(), at.key());
    }

    Commit.Builder commit() {
      return Commit.in(index, Bytes.utf8(key));
    }

    Key row(Bytes suffix) {
      return new Key(Bytes.utf8(key), suffix);
    }

    Spot destination(Moving moving) {
      return new Spot(index, moving.destination());
    }
  }

  /** The newest version as it is stored. */
  static Seen stored(KvStore kv, Spot at) {
    return kv.get(at.index(), at.row(Suffixes.CURRENT)).map(Seen::of).orElse(Seen.NOTHING);
  }

  /**
   * The newest version for those who only look: one that has left is none.
   *
   * <p>Without a mark it has not left, if the row is the same after the look for the mark as
   * before: the mark is removed later than the row.
   */
  static Seen look(KvStore kv, Spot at) {
    Seen seen = stored(kv, at);
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      VersionRow row = seen.row();
      if (row == null || row.moving() == null) {
        return seen;
      }
      if (mark(kv, at, row.moving()).filter(RenameMark.DONE::equals).isPresent()) {
        return Seen.NOTHING;
      }
      Seen again = stored(kv, at);
      if (again.equals(seen)) {
        return seen;
      }
      seen = again;
    }
    throw S3Error.SlowDown.refusal();
  }

  static Optional<RenameMark> mark(KvStore kv, Spot from, Moving moving) {
    Key row = from.destination(moving).row(Suffixes.rename(moving.token()));
    return kv.get(from.index(), row).map(RenameMark::decode);
  }

  /** The newest version for those who will change it: it is not moving. */
  Seen settled(ObjectGroup at) {
    return settled(Spot.of(at));
  }

  Seen settled(Spot at) {
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Seen seen = stored(kv, at);
      VersionRow row = seen.row();
      if (row == null || row.moving() == null) {
        return seen;
      }
      settle(at, seen);
    }
    throw S3Error.SlowDown.refusal();
  }

  /** Ends a move one way or the other; when somebody else did meanwhile, that is as good. */
  private void settle(Spot at, Seen seen) {
    switch (decided(at, moving(seen))) {
      case DONE -> finish(at, seen);
      case GIVEN_UP -> putBack(at, seen);
    }
  }

  /** What became of it; what has not become anything yet never will. */
  private RenameMark decided(Spot from, Moving moving) {
    Bytes suffix = Suffixes.rename(moving.token());
    Commit giveUp =
        from.destination(moving)
            .commit()
            .expectAbsent(suffix)
            .put(suffix, RenameMark.GIVEN_UP.encode())
            .build();
    Optional<RenameMark> known = mark(kv, from, moving);
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS && known.isEmpty(); attempt++) {
      if (decide(giveUp) instanceof Outcome.NoIndex) {
        return RenameMark.GIVEN_UP; // and with the bucket everything else
      }
      known = mark(kv, from, moving);
    }
    return known.orElseThrow(() -> new Unavailable("a rename is undecided"));
  }

  /** The version has left: its row goes. */
  void finish(Spot at, Seen seen) {
    Commit.Builder commit =
        at.commit().expectEqual(Suffixes.CURRENT, bytes(seen)).delete(Suffixes.CURRENT);
    tally.removed(row(seen), commit);
    decide(commit.build());
  }

  /** The version stays. To be called only when nobody can put it at its destination any more. */
  void putBack(Spot at, Seen seen) {
    VersionRow row = row(seen).withMoving(null);
    Commit.Builder commit =
        at.commit().expectEqual(Suffixes.CURRENT, bytes(seen)).put(Suffixes.CURRENT, row.encode());
    for (Piece piece : own(row)) {
      commit.delete(Suffixes.kept(piece.body().id()));
    }
    decide(commit.build());
  }

  /**
   * The commit by which a version begins to move, and the row that it then has. What of it has its
   * rows in this group is kept here for as long as it lives.
   */
  Commit begin(Spot at, Seen seen, VersionRow moving) {
    Commit.Builder commit =
        at.commit()
            .expectEqual(Suffixes.CURRENT, bytes(seen))
            .put(Suffixes.CURRENT, moving.encode());
    for (Piece piece : own(moving)) {
      commit.put(Suffixes.kept(piece.body().id()), KEPT);
    }
    return commit.build();
  }

  /** The pieces whose rows are in the version's own group. */
  private static List<Piece> own(VersionRow row) {
    ObjectFacts object = row.object();
    return object.place().pieces(object.sizeBytes()).stream()
        .filter(piece -> piece.origin() == null)
        .toList();
  }

  /** Removes a mark, by the mover itself, who does nothing under that token any more. */
  void forget(Spot from, Moving moving) {
    decide(from.destination(moving).commit().delete(Suffixes.rename(moving.token())).build());
  }

  /**
   * Removes the mark of a move that took place. One that was given up keeps its mark for as long as
   * there is the bucket: its mover may only be slow, and is stopped by nothing else.
   */
  void forgetDone(Spot from, Moving moving) {
    Bytes suffix = Suffixes.rename(moving.token());
    Bytes done = RenameMark.DONE.encode();
    decide(from.destination(moving).commit().expectEqual(suffix, done).delete(suffix).build());
  }

  /** These commits may be repeated: once they took place, what they expect does not hold. */
  private Outcome decide(Commit commit) {
    Outcome outcome = Settle.repeatable(kv, commit);
    if (outcome instanceof Outcome.Unknown unknown) {
      throw VersionChanges.undecided(unknown);
    }
    return outcome;
  }

  private static VersionRow row(Seen seen) {
    VersionRow row = seen.row();
    if (row == null) {
      throw new IllegalStateException("nothing moves where there is nothing");
    }
    return row;
  }

  private static Bytes bytes(Seen seen) {
    Bytes bytes = seen.bytes();
    if (bytes == null) {
      throw new IllegalStateException("nothing moves where there is nothing");
    }
    return bytes;
  }

  private static Moving moving(Seen seen) {
    Moving moving = row(seen).moving();
    if (moving == null) {
      throw new IllegalStateException("this version is not moving");
    }
    return moving;
  }
}
