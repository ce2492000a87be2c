package dev.coffer.store.object;

import dev.coffer.crypto.envelope.Envelope;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.tally.Counters;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a change of versions does to the counters of its bucket. Every commit that puts, moves,
 * changes or deletes a version's row goes through here, so that counters never drift.
 *
 * <p>A commit must expect each row that is counted away, exactly as it was read. Rows from before
 * counting are counted when they are first moved or changed, and never counted away. Delete markers
 * are no versions here. An envelope that cannot be read is counted neither way, with an alarm: the
 * version can still be removed, and a recount shows the difference.
 */
public final class VersionTally {
  private static final Logger LOG = LoggerFactory.getLogger(VersionTally.class);

  private final Tallies tallies;

  VersionTally(Tallies tallies) {
    this.tallies = tallies;
  }

  /** The commit puts this version, which was not there. */
  void added(Bucket bucket, VersionRow row, Commit.Builder commit) {
    Counters.changed(commit);
    of(row)
        .ifPresent(under -> {
          tallies.announce(bucket.id(), under);
          Counters.plus(commit, under, row.object().sizeBytes());
        });
  }

  /** The commit deletes this version, which it expects as it is. */
  void removed(VersionRow row, Commit.Builder commit) {
    Counters.changed(commit);
    if (row.counted()) {
      of(row).ifPresent(under -> Counters.minus(commit, under, row.object().sizeBytes()));
    }
  }

  /**
   * The commit moves a version, which it expects as it is, to another row.
   *
   * @return the bytes to be put there
   */
  Bytes kept(Bucket bucket, VersionRow row, Bytes bytes, Commit.Builder commit) {
    if (row.counted()) {
      return bytes;
    }
    VersionRow counted = row.asCounted();
    added(bucket, counted, commit);
    return counted.encode();
  }

  /** The commit puts a version in the place of what it was, which it expects as it is. */
  void changed(Bucket bucket, VersionRow before, VersionRow after, Commit.Builder commit) {
    removed(before, commit);
    added(bucket, after, commit);
  }

  /** What a version is counted as; empty for a delete marker. */
  static Optional<SealedUnder> of(VersionRow row) {
    if (row.deleteMarker()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SealedUnder.of(Envelope.decode(row.envelope().toByteArray())));
    } catch (NotAuthentic e) {
      LOG.error("ALARM a version's envelope cannot be read and is not counted", e);
      return Optional.empty();
    }
  }
}
