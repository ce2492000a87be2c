package dev.coffer.store.object;

import static java.util.Objects.requireNonNull;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Full;
import dev.coffer.storage.StorageFailure;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what {@link Removals} queued: removes the blob, or the parts of an upload in batches, then
 * the queue's row, then the hint; of up to {@value #TOGETHER} removals each step together. Every
 * step may be repeated after a crash.
 */
public final class QueuedRemovals {
  private static final Logger LOG = LoggerFactory.getLogger(QueuedRemovals.class);
  private static final int BATCH = 500;
  private static final int TOGETHER = 256;

  private final KvStore kv;
  private final BlobStore blobs;
  private final Removals removals;
  private final BodiesInUse inUse;
  private final StuckRemovals stuck = new StuckRemovals();

  QueuedRemovals(KvStore kv, BlobStore blobs, Removals removals, BodiesInUse inUse) {
    this.kv = kv;
    this.blobs = blobs;
    this.removals = removals;
    this.inUse = inUse;
  }

  /**
   * Works off the queue, on the thread of the caller, for one caller at a time.
   *
   * @param staleBefore a hint without its row is forgotten when it was written before this; the
   *     commit that a younger one announces may be on its way
   * @param partsBefore the parts of an upload are removed when that was queued before this; who has
   *     found the object a moment ago shall be able to read it
   * @return how many removals were finished
   */
  public int run(Instant staleBefore, Instant partsBefore) {
    stuck.beginSweep();
    int finished = workOff(staleBefore, partsBefore);
    stuck.endSweep();
    return finished;
  }

  /**
   * The same without what has failed since {@link #run} began last. Nothing where that is too much
   * to be remembered: then it is the disk, and most of the queue would fail again.
   */
  public int runWoken(Instant staleBefore, Instant partsBefore) {
    return stuck.full() ? 0 : workOff(staleBefore, partsBefore);
  }

  private int workOff(Instant staleBefore, Instant partsBefore) {
    int finished = 0;
    List<Waiting> together = new ArrayList<>();
    Iterator<Entry> hints = removals.hints();
    while (hints.hasNext()) {
      Entry hint = hints.next();
      if (Removals.beyond(hint)) {
        break;
      }
      look(hint, staleBefore, partsBefore).ifPresent(together::add);
      if (together.size() == TOGETHER) {
        finished += finish(together);
        together.clear();
      }
    }
    return finished + finish(together);
  }

  /** A hint that goes, and the removal that goes before it; null where there is none any more. */
  private record Waiting(Entry hint, Group group, @Nullable QueuedRow row) {
    Stream<BlobId> blob() {
      return row instanceof QueuedRow.OfBlob of ? Stream.of(of.blob()) : Stream.empty();
    }

    Commit forget() {
      return group.commit().delete(requireNonNull(row).suffix()).build();
    }

    /** Changes nothing, and only where no row has come. */
    Commit probe() {
      Bytes absent = Suffixes.queued(hint.key().suffix());
      return group.commit().expectAbsent(absent).delete(absent).build();
    }

    /** What said that a version of another key has it. */
    Stream<Commit> forgetKept() {
      return row == null || row.origin() == null
          ? Stream.empty()
          : Stream.of(group.of(row).commit().delete(kept(row)).build());
    }
  }

  /** What is damaged stays, with an alarm in each sweep, and does not stop the rest. */
  private Optional<Waiting> look(Entry hint, Instant staleBefore, Instant partsBefore) {
    if (stuck.has(hint)) {
      return Optional.empty();
    }
    try {
      return waiting(hint, staleBefore, partsBefore);
    } catch (Corrupt | NotAuthentic e) {
      alarm(hint, e);
      return Optional.empty();
    }
  }

  private void alarm(Entry hint, RuntimeException e) {
    stuck.addDamaged(hint);
    LOG.error("ALARM a queued removal is damaged, its hint {}", hint.key().suffix().toHex(), e);
  }

  private Optional<Waiting> waiting(Entry entry, Instant staleBefore, Instant partsBefore) {
    Removals.Hint hint = Removals.decode(entry);
    Group group = new Group(Bucket.indexOf(hint.bucketId()), Bytes.utf8(hint.objectKey()));
    Key queued = new Key(group.name(), Suffixes.queued(hint.id()));
    QueuedRow row = kv.get(group.index(), queued).map(QueuedRow::decode).orElse(null);
    boolean goes =
        row == null
            ? hint.written().isBefore(staleBefore)
            : !beingRead(row, hint.written(), partsBefore);
    return goes ? Optional.of(new Waiting(entry, group, row)) : Optional.empty();
  }

  /**
   * Removes all of them step by step, so that they share the waits of each step. What cannot be
   * removed stays queued, and holds up nothing else.
   */
  private int finish(List<Waiting> together) {
    List<Waiting> gone = withoutBlobs(together.stream().filter(this::withoutParts).toList());
    List<Waiting> queued = gone.stream().filter(each -> each.row() != null).toList();
    decideEach(queued.stream().flatMap(Waiting::forgetKept).toList());
    decideEach(queued.stream().map(Waiting::forget).toList());
    List<Waiting> done = Stream.concat(queued.stream(), withoutRow(gone).stream()).toList();
    decideEach(done.stream().map(each -> Removals.forgetting(each.hint())).toList());
    return queued.size();
  }

  /**
   * Those of which there certainly is no row and none comes any more. The commit that a hint
   * announces may have been open for as long as nothing else was committed in its group; each later
   * commit there decides it (see {@link Outcome.Unknown}). Of the others the next sweep knows more.
   */
  private List<Waiting> withoutRow(List<Waiting> all) {
    List<Waiting> none = all.stream().filter(each -> each.row() == null).toList();
    List<Outcome> outcomes = kv.commitEach(none.stream().map(Waiting::probe).toList());
    List<Waiting> certain = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Done || outcomes.get(i) instanceof Outcome.NoIndex) {
        certain.add(none.get(i));
      }
    }
    return certain;
  }

  /** Removes the blobs; those of them whose blob is gone. */
  private List<Waiting> withoutBlobs(List<Waiting> all) {
    var left = blobs.removeEach(all.stream().flatMap(Waiting::blob).toList());
    all.forEach(each ->
        each.blob()
            .map(left::get)
            .filter(Objects::nonNull)
            .forEach(why -> stuck.add(each.hint(), why)));
    return all.stream().filter(each -> each.blob().noneMatch(left::containsKey)).toList();
  }

  /** Removes the parts of an upload; false when that cannot be done, and it stays queued. */
  private boolean withoutParts(Waiting each) {
    try {
      if (each.row() instanceof QueuedRow.OfUpload of) {
        removeParts(each.group().of(of), of);
      }
      return true;
    } catch (Corrupt | NotAuthentic e) {
      alarm(each.hint(), e);
      return false;
    } catch (Unavailable | Full e) {
      stuck.add(each.hint(), e);
      return false;
    }
  }

  /** A blob that is open stays readable; parts and pieces are opened one after another. */
  private boolean beingRead(QueuedRow removal, Instant written, Instant partsBefore) {
    return switch (removal) {
      case QueuedRow.OfBlob of -> inUse.inUse(of.blob().bytes16());
      case QueuedRow.OfUpload of -> !written.isBefore(partsBefore) || inUse.inUse(of.uploadId());
    };
  }

  /** A group of some bucket, whose name and keys are not needed here. */
  private record Group(Index index, Bytes name) {
    Commit.Builder commit() {
      return Commit.in(index, name);
    }

    /** The group of the rows that go with a removal. */
    Group of(QueuedRow removal) {
      String origin = removal.origin();
      return origin == null ? this : new Group(index, Bytes.utf8(origin));
    }
  }

  /**
   * Removes what has its rows in another group than the row that queued it, and then that row. For
   * a bucket whose removal was begun; the hint is forgotten when it is stale.
   */
  void finishAway(Index index, Entry row) {
    QueuedRow queued = QueuedRow.decode(row.value());
    if (queued.origin() != null) {
      var group = new Group(index, row.key().group());
      remove(group.of(queued), queued);
      decide(group.commit().delete(row.key().suffix()).build());
    }
  }

  private void remove(Group group, QueuedRow queued) {
    switch (queued) {
      case QueuedRow.OfBlob of -> blobs.remove(of.blob());
      case QueuedRow.OfUpload of -> removeParts(group, of);
    }
    delete(group, List.of(kept(queued)));
  }

  private void removeParts(Group group, QueuedRow.OfUpload of) {
    removeRows(group, Suffixes.parts(of.uploadId()));
    removeRows(group, Suffixes.partIndexes(of.uploadId()));
  }

  /** What said that a version of another key has it. */
  private static Bytes kept(QueuedRow queued) {
    return switch (queued) {
      case QueuedRow.OfBlob of -> Suffixes.kept(of.blob().bytes16());
      case QueuedRow.OfUpload of -> Suffixes.kept(of.uploadId());
    };
  }

  /** All that can be removed; what is left has its row, and is said when all have been tried. */
  private void removeRows(Group group, Bytes prefix) {
    Map<BlobId, StorageFailure> left = new LinkedHashMap<>();
    List<Entry> batch = new ArrayList<>();
    Iterator<Entry> rows = KvScan.group(kv, group.index(), new Key(group.name(), prefix));
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (!row.key().suffix().startsWith(prefix)) {
        break;
      }
      batch.add(row);
      if (batch.size() == BATCH) {
        left.putAll(removeBatch(group, batch));
        batch.clear();
      }
    }
    left.putAll(removeBatch(group, batch));
    for (StorageFailure why : left.values()) {
      throw why;
    }
  }

  private Map<BlobId, StorageFailure> removeBatch(Group group, List<Entry> rows) {
    var left = blobs.removeEach(rows.stream().flatMap(row -> blobOf(row).stream()).toList());
    var gone = rows.stream().filter(row -> blobOf(row).filter(left::containsKey).isEmpty());
    delete(group, gone.map(row -> row.key().suffix()).toList());
    return left;
  }

  /** The blob that a part's row names. */
  static Optional<BlobId> blobOf(Entry row) {
    return row.key().suffix().startsWith(Suffixes.PARTS)
        ? Optional.of(PartRow.decode(row.value()).facts().blob())
        : Optional.empty();
  }

  private void delete(Group group, List<Bytes> suffixes) {
    if (!suffixes.isEmpty()) {
      Commit.Builder commit = group.commit();
      suffixes.forEach(commit::delete);
      decide(commit.build());
    }
  }

  private void decideEach(List<Commit> commits) {
    List<Outcome> outcomes = kv.commitEach(commits);
    for (int i = 0; i < commits.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Unknown) {
        decide(commits.get(i));
      }
    }
  }

  /** The hint goes last, so what was not decided is done again by the next sweep. */
  private void decide(Commit commit) {
    if (Settle.repeatable(kv, commit) instanceof Outcome.Unknown unknown) {
      throw new Unavailable("a removal is undecided", unknown.cause());
    }
  }
}
