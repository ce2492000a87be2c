package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.RenameObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RenameObject: the version's row moves from one group to another, sealed for its new key; nothing
 * else is read, written or moved, so it takes as long for a large object as for a small one.
 *
 * <p>The bytes, their parts and pages stay in the group of the key that they were written under.
 * ETag, time, checksums, envelope and description stay. How it goes over two groups without ever
 * being at both keys or at none is said in {@link Moves}.
 */
public final class Renames {
  private static final int TOKEN_BYTES = 16;
  private static final String SOURCE = "x-amz-rename-source";

  private final KvStore kv;
  private final Buckets buckets;
  private final Versions versions;
  private final VersionChanges changes;
  private final Moves moves;
  private final RenameHints hints;
  private final ClientTokens tokens;
  private final Entropy entropy;

  Renames(
      KvStore kv,
      Buckets buckets,
      Versions versions,
      VersionChanges changes,
      Moves moves,
      RenameHints hints,
      ClientTokens tokens,
      Entropy entropy) {
    this.kv = kv;
    this.buckets = buckets;
    this.versions = versions;
    this.changes = changes;
    this.moves = moves;
    this.hints = hints;
    this.tokens = tokens;
    this.entropy = entropy;
  }

  /** What is to be renamed, and how. */
  private record Asked(
      ObjectGroup from,
      ObjectGroup to,
      RenameObject op,
      Condition destination,
      ClientTokens.@Nullable Token token) {}

  /** RenameObject. */
  public Unit rename(Call call, RenameObject op) {
    Bucket bucket = buckets.require(op.bucket());
    Asked asked =
        new Asked(
            new ObjectGroup(bucket, source(op)),
            new ObjectGroup(bucket, op.key()),
            op,
            RenameConditions.destination(op.destination()),
            ClientTokens.Token.of(op));
    requireKeys(asked);
    if (tookPlace(asked)) {
      return Unit.DONE;
    }
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Seen seen = moves.settled(asked.from());
      VersionRow row = seen.row();
      if (row == null) {
        return repeated(asked);
      }
      RenameConditions.requireSource(op, row);
      asked.destination().require(asked.to(), versions.seen(asked.to()).row());
      if (renamed(asked, seen, row)) {
        return Unit.DONE;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  private static String source(RenameObject op) {
    try {
      return Percent.decode(op.source());
    } catch (MalformedMessage e) {
      throw Arguments.invalid("Invalid rename source encoding", SOURCE, op.source());
    }
  }

  /** Names that end in a slash stand for folders, which no rename knows. */
  private static void requireKeys(Asked asked) {
    String from = asked.from().key();
    if (from.isEmpty() || from.endsWith("/") || asked.to().key().endsWith("/")) {
      throw S3Error.InvalidRequest.because(
          "Renaming from or to a key that is empty or ends in a slash is not supported");
    }
    if (from.equals(asked.to().key())) {
      throw S3Error.InvalidRequest.because("The rename source and the new key are the same");
    }
  }

  private boolean tookPlace(Asked asked) {
    ClientTokens.Token token = asked.token();
    return token != null && tokens.tookPlace(asked.to().bucket(), token);
  }

  /** The same request may have taken place just now, side by side with this one. */
  private Unit repeated(Asked asked) {
    if (!tookPlace(asked)) {
      throw S3Error.NoSuchKey.with("Key", asked.from().key());
    }
    return Unit.DONE;
  }

  /** False when something changed meanwhile, and all must be looked at anew. */
  private boolean renamed(Asked asked, Seen seen, VersionRow row) {
    NewVersion version = moved(asked, row);
    var moving = new Moving(asked.to().key(), Bytes.copyOf(entropy.bytes(TOKEN_BYTES)));
    VersionRow leaving = row.withMoving(moving);
    if (!RowRoom.hasToLeave(leaving)) {
      throw tooManyOrigins();
    }
    hints.announce(asked.from(), moving);
    ClientTokens.Token token = asked.token();
    if (token != null) {
      tokens.announce(asked.to(), token);
    }
    if (!began(asked.from(), seen, leaving)) {
      hints.forget(asked.from(), moving);
      return false;
    }
    var left = new Seen(leaving, leaving.encode());
    if (!arrived(asked, version, left, moving)) {
      givenUp(asked, moving);
      return false;
    }
    end(asked, left, moving);
    return true;
  }

  /** Whoever gave it up puts the row back, or did: then nobody needs this attempt's mark. */
  private void givenUp(Asked asked, Moving moving) {
    Moves.Spot from = Moves.Spot.of(asked.from());
    moves.settled(from);
    moves.forget(from, moving);
    hints.forget(asked.from(), moving);
  }

  private static S3Exception tooManyOrigins() {
    return S3Error.InvalidRequest.because(
        "The object was added to under too many different keys to be renamed again. A copy of it"
            + " can be.");
  }

  /** The version as it will be under its new key. */
  private NewVersion moved(Asked asked, VersionRow row) {
    VersionDetails details = versions.open(asked.from(), row);
    ObjectFacts object = row.object();
    List<Piece> pieces =
        object.place().pieces(object.sizeBytes()).stream()
            .map(piece -> piece.from(asked.from().key()))
            .toList();
    ObjectFacts moved = pieces.isEmpty() ? object : object.withPlace(new Place.Pieced(pieces));
    if (!RowRoom.has(row, moved.place())) {
      throw tooManyOrigins();
    }
    return new NewVersion(
        moved, row.envelope(), details, row.facts().ownerId(), row.facts().lastModified());
  }

  private boolean began(ObjectGroup from, Seen seen, VersionRow leaving) {
    Commit commit = moves.begin(Moves.Spot.of(from), seen, leaving);
    return switch (Settle.commit(kv, commit, Suffixes.CURRENT)) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw VersionChanges.noBucket(from);
      case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
    };
  }

  /**
   * Puts the version at its new key: with that commit it is renamed. False when somebody gave the
   * rename up, because they wanted to change what was about to leave.
   */
  private boolean arrived(Asked asked, NewVersion version, Seen left, Moving moving) {
    try {
      Addition addition =
          changes.add(
              asked.to(),
              version,
              asked.destination(),
              null, // directory buckets tell nobody
              commit -> arrive(asked, moving, commit));
      return addition instanceof Addition.Added;
    } catch (S3Exception refusal) {
      moves.putBack(Moves.Spot.of(asked.from()), left);
      throw refusal; // the hint stays: somebody may be giving it up just now, which leaves a mark
    }
  }

  private void arrive(Asked asked, Moving moving, Commit.Builder commit) {
    Bytes mark = Suffixes.rename(moving.token());
    commit.expectAbsent(mark).put(mark, RenameMark.DONE.encode());
    ClientTokens.Token token = asked.token();
    if (token != null) {
      tokens.remember(token, commit);
    }
  }

  private void end(Asked asked, Seen left, Moving moving) {
    Moves.Spot from = Moves.Spot.of(asked.from());
    moves.finish(from, left);
    moves.forget(from, moving);
    hints.forget(asked.from(), moving);
  }

  /**
   * Ends the renames that broke off, and forgets the client tokens of those that did not.
   *
   * @param staleBefore what was announced before this is not going on any more
   * @param forgetBefore a client token from before this is forgotten
   * @return how many were looked after
   */
  public int sweep(Instant staleBefore, Instant forgetBefore) {
    int swept = 0;
    Iterator<Entry> all = hints.all();
    while (all.hasNext()) {
      Entry entry = all.next();
      if (RenameHints.beyond(entry)) {
        break;
      }
      RenameHints.Hint hint = RenameHints.decode(entry);
      if (hint.written().isBefore(staleBefore)) {
        moves.settled(hint.from());
        moves.forgetDone(hint.from(), hint.moving());
        hints.forget(entry);
        swept++;
      }
    }
    return swept + tokens.sweep(forgetBefore);
  }
}
