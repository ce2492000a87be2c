package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.VersioningState;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds versions, each in one commit of the key's group.
 *
 * <p>In an enabled bucket the current version becomes an earlier one. Otherwise the new version is
 * the null version and takes the place of the one that was, wherever that stands. A commit that
 * meets another's change is decided anew, {@value #ATTEMPTS} times at most; one whose outcome stays
 * unknown is {@link Unavailable}, never a success.
 */
public final class VersionChanges {
  static final int ATTEMPTS = 50;

  private final Versions versions;
  private final Removals removals;
  private final VersionTally tally;
  private final LockGuard locks;
  private final Moves moves;
  private final BodiesInUse inUse;
  private final Outbox outbox;
  private final BucketKeys keys;
  private final InstantSource clock;
  private final Entropy entropy;

  VersionChanges(
      KvStore kv,
      Versions versions,
      Removals removals,
      VersionTally tally,
      LockGuard locks,
      BodiesInUse inUse,
      Outbox outbox,
      BucketKeys keys,
      InstantSource clock,
      Entropy entropy) {
    this.versions = versions;
    this.removals = removals;
    this.tally = tally;
    this.locks = locks;
    this.moves = new Moves(kv, tally);
    this.inUse = inUse;
    this.outbox = outbox;
    this.keys = keys;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** Adds a version when the condition holds; refuses as S3 does otherwise. */
  VersionRow add(
      ObjectGroup at, NewVersion version, Condition condition, @Nullable Occasion occasion) {
    boolean guarded = newest(version.object()) != null;
    Settling settling = guarded ? removals::settle : removals::settleOnce;
    return switch (add(at, version, condition, occasion, settling, commit -> {})) {
      case Addition.Added added -> added.row();
      case Addition.Broken _ -> throw new Unavailable("the body was collected before its commit");
    };
  }

  /** Adds a delete marker when the condition holds. */
  VersionRow mark(ObjectGroup at, Condition condition, @Nullable Occasion occasion) {
    NewVersion marker = NewVersion.deleteMarker(at.bucket().owner().canonicalId());
    return switch (add(at, marker, condition, occasion, removals::settleOnce, commit -> {})) {
      case Addition.Added added -> added.row();
      case Addition.Broken _ -> throw new IllegalStateException("a marker has no body");
    };
  }

  /**
   * Adds a version together with more rows of the group.
   *
   * @param occasion what is told of it; null for nothing
   * @param also more expectations, puts and deletes; asked at each attempt. When one of its
   *     expectations is what fails, the answer is {@link Addition.Broken}. They fail once the
   *     commit has taken place, whatever others do then
   */
  Addition add(
      ObjectGroup at,
      NewVersion version,
      Condition condition,
      @Nullable Occasion occasion,
      Consumer<Commit.Builder> also) {
    return add(at, version, condition, occasion, removals::settle, also);
  }

  /** How a commit is settled whose outcome is unknown. */
  private interface Settling {
    Outcome settle(ObjectGroup at, Commit commit, Bytes token);
  }

  /**
   * The same.
   *
   * @param settling repeats only what cannot take place twice
   */
  private Addition add(
      ObjectGroup at,
      NewVersion version,
      Condition condition,
      @Nullable Occasion occasion,
      Settling settling,
      Consumer<Commit.Builder> also) {
    Piece own = newest(version.object());
    if (own == null) {
      return decided(at, version, condition, occasion, settling, also);
    }
    Consumer<Commit.Builder> guarded = also.andThen(commit -> requireFirst(own, commit));
    try (BodiesInUse.Use _ =
        inUse.begin(own.body().id())) { // what says it went must stay to be seen
      return decided(at, version, condition, occasion, settling, guarded);
    }
  }

  private Addition decided(
      ObjectGroup at,
      NewVersion version,
      Condition condition,
      @Nullable Occasion occasion,
      Settling settling,
      Consumer<Commit.Builder> also) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Seen seen = moves.settled(at);
      condition.require(at, seen.row());
      VersionRow row = requireSize(seal(at, version, seen.row()));
      Commit.Builder rows = at.commit();
      replace(at, seen, row, rows);
      also.accept(rows);
      outbox.tell(at, row, occasion, rows);
      Commit commit = rows.build();
      Outcome outcome = settling.settle(at, commit, Suffixes.CURRENT);
      outbox.settled(commit, outcome);
      switch (outcome) {
        case Outcome.Done _ -> {
          return new Addition.Added(row);
        }
        case Outcome.Conflict conflict -> {
          if (!ofVersions(conflict.broken().suffix())) {
            return new Addition.Broken(conflict.broken());
          }
        }
        case Outcome.NoIndex _ -> throw noBucket(at);
        case Outcome.Unknown unknown -> throw undecided(unknown);
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** Puts the new row in the place of the current one, and that one where it belongs. */
  private void replace(ObjectGroup at, Seen seen, VersionRow row, Commit.Builder commit) {
    VersionRow before = seen.row();
    Bytes bytes = seen.bytes();
    if (before == null || bytes == null) {
      commit.expectAbsent(Suffixes.CURRENT);
    } else {
      commit.expectEqual(Suffixes.CURRENT, bytes);
      if (row.facts().nullVersion() && before.facts().nullVersion()) {
        locks.requireRemovable(at, before, false);
        tally.removed(before, commit);
        Removals.of(before, row).forEach(removal -> Removals.queue(removal, commit));
      } else {
        keepEarlier(at, before, bytes, commit);
        if (row.facts().nullVersion()) {
          removeEarlierNull(at, commit);
        }
      }
    }
    requireUnmarked(row, commit);
    commit.put(Suffixes.CURRENT, row.encode());
    tally.added(at.bucket(), row, commit);
  }

  private void keepEarlier(ObjectGroup at, VersionRow before, Bytes bytes, Commit.Builder commit) {
    commit.put(Suffixes.earlier(before.order()), tally.kept(at.bucket(), before, bytes, commit));
    if (before.facts().nullVersion()) {
      commit.put(Suffixes.NULL_ORDER, Versions.encodeNullOrder(before.order()));
    }
  }

  private void removeEarlierNull(ObjectGroup at, Commit.Builder commit) {
    Optional<Bytes> order = versions.nullOrder(at);
    if (order.isEmpty()) {
      commit.expectAbsent(Suffixes.NULL_ORDER);
      return;
    }
    Bytes suffix = Suffixes.earlier(order.get());
    commit.expectEqual(Suffixes.NULL_ORDER, Versions.encodeNullOrder(order.get()));
    commit.delete(Suffixes.NULL_ORDER).delete(suffix);
    versions
        .row(at, suffix)
        .ifPresentOrElse(
            bytes -> {
              // What is counted away must be the row as it is then.
              commit.expectEqual(suffix, bytes);
              drop(at, VersionRow.decode(bytes), commit);
            },
            () -> commit.expectAbsent(suffix));
  }

  private void drop(ObjectGroup at, VersionRow row, Commit.Builder commit) {
    locks.requireRemovable(at, row, false);
    tally.removed(row, commit);
    Removals.of(row).forEach(removal -> Removals.queue(removal, commit));
  }

  /** What a version brings into its group, of which the last was written for it alone. */
  private static @Nullable Piece newest(@Nullable ObjectFacts object) {
    return object == null
        ? null
        : object.place().pieces(object.sizeBytes()).stream()
            .filter(piece -> piece.origin() == null)
            .reduce((_, later) -> later)
            .orElse(null);
  }

  /**
   * A commit that took place unheard of, and whose version has been removed or renamed since, would
   * find everything as it was and take place again. What removed or renamed the version left a row
   * of its body; one that has no body is not repeated.
   */
  private static void requireFirst(Piece own, Commit.Builder commit) {
    Bytes id = own.body().id();
    commit.expectAbsent(Suffixes.queued(id)).expectAbsent(Suffixes.kept(id));
  }

  /** A blob that the collector has marked is gone, or soon will be. */
  private static void requireUnmarked(VersionRow row, Commit.Builder commit) {
    ObjectFacts object = row.facts().object();
    if (object == null) {
      return;
    }
    for (Piece piece : object.place().pieces(object.sizeBytes())) {
      if (piece.origin() == null && piece.body() instanceof Piece.OfBlob of) {
        commit.expectAbsent(Suffixes.mark(of.blob()));
      }
    }
  }

  private VersionRow seal(ObjectGroup at, NewVersion version, @Nullable VersionRow newest) {
    Instant now = clock.instant();
    Bytes order = VersionOrder.next(newest == null ? null : newest.order(), now, entropy);
    boolean nullVersion = at.bucket().versioning() != VersioningState.ENABLED;
    var facts =
        new VersionFacts(
            order,
            nullVersion,
            version.lastModified() == null
                ? Instant.ofEpochMilli(now.toEpochMilli())
                : version.lastModified(),
            version.ownerId(),
            version.object(),
            false);
    var unsealed = new VersionRow.Unsealed(facts, version.envelope(), version.details());
    try (WrappingKey key = keys.metadata(at.bucket())) {
      return VersionRow.seal(at, unsealed, key, entropy);
    }
  }

  /** Only headers can make a row too large: a payload in it is small. */
  static VersionRow requireSize(VersionRow row) {
    int sizeBytes = row.encode().size();
    if (sizeBytes > Entry.MAX_VALUE) {
      throw S3Error.MetadataTooLarge.with("Size", String.valueOf(sizeBytes))
          .with("MaxSizeAllowed", String.valueOf(Entry.MAX_VALUE));
    }
    return row;
  }

  private static boolean ofVersions(Bytes suffix) {
    return suffix.equals(Suffixes.CURRENT)
        || suffix.equals(Suffixes.NULL_ORDER)
        || suffix.startsWith(Suffixes.EARLIER);
  }

  static S3Exception noBucket(ObjectGroup at) {
    return S3Error.NoSuchBucket.with("BucketName", at.bucket().name());
  }

  static Unavailable undecided(Outcome.Unknown unknown) {
    return new Unavailable("a commit is undecided", unknown.cause());
  }
}
