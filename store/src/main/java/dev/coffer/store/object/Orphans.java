package dev.coffer.store.object;

import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.blob.Candidate;
import dev.coffer.storage.blob.Collector;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the blobs that dead sessions wrote and never committed.
 *
 * <p>First the mark, which every commit that refers to a new blob expects absent; then the look, by
 * which nothing can begin to refer to the blob any more. The mark stays: a writer that was only
 * slow must never succeed.
 */
public final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final Bytes MARKED = Bytes.of((byte) 1);

  private final KvStore kv;
  private final BlobStore blobs;

  Orphans(KvStore kv, BlobStore blobs) {
    this.kv = kv;
    this.blobs = blobs;
  }

  /** Sweeps every dead session to its end; returns how many blobs were removed. */
  public int run() {
    int removed = 0;
    Collector collector = blobs.collector();
    for (long session : List.copyOf(collector.sessions())) {
      removed += run(collector, session);
    }
    return removed;
  }

  /** A session of which something is left is not forgotten, so it is looked at again. */
  private int run(Collector collector, long session) {
    int removed = 0;
    boolean done = true;
    Iterator<Candidate> candidates = collector.candidates(session);
    while (candidates.hasNext()) {
      Candidate candidate = candidates.next();
      try {
        if (!candidate.damaged() && orphaned(candidate)) {
          collector.remove(candidate);
          removed++;
        }
      } catch (Corrupt | NotAuthentic e) {
        LOG.error("ALARM what may refer to blob {} is damaged", candidate.id(), e);
        done = false;
      } catch (Unavailable e) {
        LOG.warn("blob {} is left for the next sweep", candidate.id(), e);
        done = false;
      }
    }
    if (done) {
      collector.forget(session);
    }
    return removed;
  }

  private boolean orphaned(Candidate candidate) {
    Bytes hint = candidate.hint();
    Stored.require(hint.size() > Bucket.ID_BYTES, "a blob's hint is too short");
    Index index = Bucket.indexOf(hint.slice(0, Bucket.ID_BYTES));
    Bytes group = hint.slice(Bucket.ID_BYTES, hint.size());
    if (referred(index, group, candidate.id())) {
      return false;
    }
    if (!mark(index, group, candidate.id())) {
      return true;
    }
    if (!referred(index, group, candidate.id())) {
      return true;
    }
    commit(Commit.in(index, group).delete(Suffixes.mark(candidate.id())).build());
    return false;
  }

  /** False when the bucket is gone, and with it everybody who could refer to the blob. */
  private boolean mark(Index index, Bytes group, BlobId blob) {
    Commit commit = Commit.in(index, group).put(Suffixes.mark(blob), MARKED).build();
    return commit(commit) instanceof Outcome.Done;
  }

  /** An undecided mark is simply set again. */
  private Outcome commit(Commit commit) {
    Outcome outcome = Settle.repeatable(kv, commit);
    if (outcome instanceof Outcome.Unknown unknown) {
      throw new Unavailable("a collector's mark is undecided", unknown.cause());
    }
    return outcome;
  }

  private boolean referred(Index index, Bytes group, BlobId blob) {
    Iterator<Entry> rows = KvScan.group(kv, index, group);
    while (rows.hasNext()) {
      if (refers(rows.next(), blob)) {
        return true;
      }
    }
    return false;
  }

  private static boolean refers(Entry row, BlobId blob) {
    Bytes suffix = row.key().suffix();
    if (suffix.equals(Suffixes.CURRENT) || suffix.startsWith(Suffixes.EARLIER)) {
      ObjectFacts object = VersionRow.decode(row.value()).facts().object();
      return object != null && holds(object, blob);
    }
    return suffix.equals(Suffixes.queued(blob.bytes16()))
        || suffix.equals(Suffixes.kept(blob.bytes16()))
        || QueuedRemovals.blobOf(row).filter(blob::equals).isPresent();
  }

  private static boolean holds(ObjectFacts object, BlobId blob) {
    return object.place().pieces(object.sizeBytes()).stream()
        .anyMatch(piece -> piece.body() instanceof Piece.OfBlob of && of.blob().equals(blob));
  }
}
