package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.tally.Count;
import dev.coffer.store.tally.Counters;
import dev.coffer.store.tally.Progress;
import dev.coffer.store.tally.SealedUnder;
import dev.coffer.store.tally.Tallies;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every version of a bucket, a bounded stretch at a time: to count those that are older
 * than counting, or to prove the counters by adding up anew.
 *
 * <p>Both may be done while the bucket is written to. Counting goes row by row, each in a commit of
 * its own that expects the row as it was read; a row that moves meanwhile is counted by who moves
 * it. A proof holds when the bucket's count of changes was the same before the first stretch and
 * after the last.
 */
public final class VersionCensus {
  /** Rows of one stretch, and at most one group more when counting. */
  static final int ROWS = 20_000;

  private static final Key FIRST = Key.startOf(Bytes.of((byte) 0));
  private static final int PAGE = 512;

  private final KvStore kv;
  private final Tallies tallies;
  private final VersionTally tally;
  private final int rows;

  VersionCensus(KvStore kv, Tallies tallies, VersionTally tally, int rows) {
    this.kv = kv;
    this.tallies = tallies;
    this.tally = tally;
    this.rows = rows;
  }

  /**
   * What was found in a stretch.
   *
   * @param uncounted versions of {@code counts}, and delete markers, that are older than counting
   * @param changesBefore how many commits had changed versions before the stretch was looked at
   * @param next where to go on; null at the end
   */
  public record Stretch(
      Map<SealedUnder, Count> counts,
      long deleteMarkers,
      long uncounted,
      long changesBefore,
      long changesAfter,
      @Nullable Key next) {}

  /** Adds up from a key on; from the beginning when it is null. */
  public Stretch scan(Bucket bucket, @Nullable Key from) {
    var sums = new Sums(Counters.changes(kv, bucket.index()));
    Iterator<Entry> entries = KvScan.entries(kv, bucket.index(), from == null ? FIRST : from, PAGE);
    Key next = null;
    for (int seen = 0; next == null && entries.hasNext(); seen++) {
      Entry entry = entries.next();
      if (seen == rows) {
        next = entry.key();
      } else if (Suffixes.isVersion(entry.key().suffix())) {
        sums.add(VersionRow.decode(entry.value()));
      }
    }
    return sums.stretch(Counters.changes(kv, bucket.index()), next);
  }

  /** Adds up rows. */
  private static final class Sums {
    private final Map<SealedUnder, Count> counts = new TreeMap<>();
    private final long changesBefore;
    private long deleteMarkers;
    private long uncounted;

    Sums(long changesBefore) {
      this.changesBefore = changesBefore;
    }

    void add(VersionRow row) {
      if (row.deleteMarker()) {
        deleteMarkers++;
      }
      if (!row.counted()) {
        uncounted++;
      }
      VersionTally.of(row)
          .ifPresent(
              under -> counts.merge(under, new Count(1, row.object().sizeBytes()), Count::plus));
    }

    Stretch stretch(long changesAfter, @Nullable Key next) {
      return new Stretch(counts, deleteMarkers, uncounted, changesBefore, changesAfter, next);
    }
  }

  /**
   * Counts on where it was left, at most a stretch; what was counted stays so whatever happens.
   *
   * @return how far the bucket is counted now
   */
  public Progress count(Bucket bucket) {
    Progress progress = tallies.progress(bucket.id());
    Bytes from = progress.next();
    if (from == null) {
      return progress;
    }
    Bytes stopped = countStretch(bucket, from.isEmpty() ? FIRST : Key.startOf(from));
    Progress reached = new Progress(stopped);
    return tallies.advance(bucket.id(), progress, reached)
        ? reached
        : tallies.progress(bucket.id());
  }

  /** The first object key that was not looked at; null when all were. */
  private @Nullable Bytes countStretch(Bucket bucket, Key from) {
    Iterator<Entry> entries = KvScan.entries(kv, bucket.index(), from, PAGE);
    Bytes group = null;
    for (int seen = 0; entries.hasNext(); seen++) {
      Entry entry = entries.next();
      if (seen >= rows && !entry.key().group().equals(group)) {
        return entry.key().group();
      }
      group = entry.key().group();
      if (Suffixes.isVersion(entry.key().suffix())) {
        count(bucket, entry);
      }
    }
    return null;
  }

  /** Whoever changed the row meanwhile has counted it. */
  private void count(Bucket bucket, Entry entry) {
    VersionRow row = VersionRow.decode(entry.value());
    if (row.counted()) {
      return;
    }
    Bytes suffix = entry.key().suffix();
    Commit.Builder commit =
        Commit.in(bucket.index(), entry.key().group()).expectEqual(suffix, entry.value());
    commit.put(suffix, tally.kept(bucket, row, entry.value(), commit));
    switch (Settle.commit(kv, commit.build(), suffix)) {
      case Outcome.Done _, Outcome.Conflict _, Outcome.NoIndex _ -> {}
      case Outcome.Unknown unknown ->
          throw new Unavailable("whether a version is counted is undecided", unknown.cause());
    }
  }
}
