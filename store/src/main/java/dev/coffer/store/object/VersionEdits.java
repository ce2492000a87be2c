package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.object.Versions.Standing;
import dev.coffer.wire.s3.S3Error;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a version that is there: its row is put anew in its place, in one commit that expects
 * it as it was found. A version that changes meanwhile is looked at anew.
 */
final class VersionEdits {
  private final KvStore kv;
  private final Versions versions;
  private final VersionTally tally;
  private final Outbox outbox;
  private final BucketKeys keys;
  private final Entropy entropy;
  private final Moves moves;

  VersionEdits(
      KvStore kv,
      Versions versions,
      VersionTally tally,
      Outbox outbox,
      BucketKeys keys,
      Entropy entropy) {
    this.kv = kv;
    this.versions = versions;
    this.tally = tally;
    this.outbox = outbox;
    this.keys = keys;
    this.entropy = entropy;
    this.moves = new Moves(kv, tally);
  }

  /**
   * Puts a version's row anew until that succeeds.
   *
   * @param id the version that is asked for; null for the newest, which it must be until then
   * @param find looks for the version; asked at each attempt
   * @param change what the row shall be; refuses what may not be done
   * @return the version as it was found at last
   */
  Found change(@Nullable VersionId id, Supplier<Found> find, Function<Found, VersionRow> change) {
    return change(id, find, change, null);
  }

  private Found change(
      @Nullable VersionId id,
      Supplier<Found> find,
      Function<Found, VersionRow> change,
      @Nullable Occasion occasion) {
    for (int attempt = 0; attempt < VersionChanges.ATTEMPTS; attempt++) {
      Found found = find.get();
      if (found.row().moving() != null) {
        moves.settled(found.at()); // who is moving it knows it as it is
      } else if (replaced(id, found, change.apply(found), occasion)) {
        return found;
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /** The same for a change of what lies beside the description of a version. */
  Found changeExtras(
      @Nullable VersionId id, Supplier<Found> find, UnaryOperator<VersionExtras> change) {
    return changeExtras(id, find, change, null);
  }

  /** The same for one of which somebody may be told. */
  Found changeExtras(
      @Nullable VersionId id,
      Supplier<Found> find,
      UnaryOperator<VersionExtras> change,
      @Nullable Occasion occasion) {
    return change(
        id,
        find,
        found -> {
          VersionDetails details = found.details();
          return sealed(found, details.with(change.apply(details.extras())));
        },
        occasion);
  }

  private VersionRow sealed(Found found, VersionDetails details) {
    VersionRow row = found.row();
    var unsealed = new VersionRow.Unsealed(row.facts(), row.envelope(), details);
    try (WrappingKey key = keys.metadata(found.at().bucket())) {
      return VersionChanges.requireSize(VersionRow.seal(found.at(), unsealed, key, entropy));
    }
  }

  /** Whether the version was still as it was found, and is now as it shall be. */
  private boolean replaced(
      @Nullable VersionId id, Found found, VersionRow row, @Nullable Occasion occasion) {
    Standing standing = versions.standing(found.at(), found.row().id()).orElse(null);
    Bytes before = found.row().encode();
    if (standing == null || !standing.bytes().equals(before)) {
      return false;
    }
    if (id == null && !standing.current()) {
      return false; // it was the newest when it was found, and another is by now
    }
    Bytes suffix = standing.suffix();
    Commit.Builder commit =
        found.at().commit().expectEqual(suffix, before).put(suffix, row.encode());
    tally.changed(found.at().bucket(), found.row(), row, commit);
    outbox.tell(found.at(), row, occasion, commit);
    Commit built = commit.build();
    Outcome outcome = Settle.commit(kv, built, suffix);
    outbox.settled(built, outcome);
    return switch (outcome) {
      case Outcome.Done _ -> true;
      case Outcome.Conflict _ -> false;
      case Outcome.NoIndex _ -> throw VersionChanges.noBucket(found.at());
      case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
    };
  }
}
