package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.blob.BlobStore;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.wire.s3.DeleteBucket;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * DeleteBucket.
 *
 * <p>A bucket with a version or delete marker is not empty, nor is a directory bucket with an
 * upload in progress. Queued removals, and uploads in other buckets, do not keep it; they are
 * cleared first, as Amazon does with uploads. What decides is the removal of the index: it fails
 * while anything is in it, and fences every later commit. Source: Amazon S3 API Reference,
 * DeleteBucket.
 */
public final class BucketRemoval {
  private static final int BATCH = 500;
  private static final int ATTEMPTS = 5;
  private static final Key FIRST = Key.startOf(Bytes.of((byte) 0));
  private static final int PAGE = 256;

  private final KvStore kv;
  private final BlobStore blobs;
  private final Buckets buckets;
  private final Moves moves;
  private final QueuedRemovals queued;
  private final Outbox outbox;

  BucketRemoval(
      KvStore kv,
      BlobStore blobs,
      Buckets buckets,
      Moves moves,
      QueuedRemovals queued,
      Outbox outbox) {
    this.kv = kv;
    this.blobs = blobs;
    this.buckets = buckets;
    this.moves = moves;
    this.queued = queued;
    this.outbox = outbox;
  }

  /** DeleteBucket. */
  public Unit deleteBucket(Call call, DeleteBucket op) {
    requireNothingKept(buckets.require(op.bucket(), op.expectedBucketOwner()));
    Bucket bucket = buckets.beginRemoval(op.bucket(), op.expectedBucketOwner());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      finishAway(bucket);
      clear(bucket);
      if (kv.removeIfEmpty(bucket.index())) {
        buckets.removed(bucket);
        return Unit.DONE;
      }
      requireNothingKept(bucket);
    }
    throw notEmpty(bucket);
  }

  private void requireNothingKept(Bucket bucket) {
    Iterator<Entry> rows = rows(bucket);
    while (rows.hasNext()) {
      Entry row = rows.next();
      boolean version = Suffixes.isVersion(row.key().suffix()) && !left(bucket, row);
      if (version || keptUpload(bucket, row)) {
        throw notEmpty(bucket);
      }
    }
  }

  /** An upload that only its own end removes. */
  private static boolean keptUpload(Bucket bucket, Entry row) {
    return bucket.directory() && row.key().suffix().startsWith(Suffixes.UPLOADS);
  }

  /** Whether a version only seems to be there, since it was being renamed; then its row goes. */
  private boolean left(Bucket bucket, Entry row) {
    return row.key().suffix().equals(Suffixes.CURRENT)
        && VersionRow.decode(row.value()).moving() != null
        && moves.settled(new ObjectGroup(bucket, row.key().group().toUtf8())).row() == null;
  }

  /** What versions left in the groups of keys that they were renamed from. */
  private void finishAway(Bucket bucket) {
    Iterator<Entry> rows = rows(bucket);
    while (rows.hasNext()) {
      Entry row = rows.next();
      if (row.key().suffix().startsWith(Suffixes.QUEUED)) {
        queued.finishAway(bucket.index(), row);
      }
    }
  }

  private void clear(Bucket bucket) {
    Optional<Entry> first = first(bucket, FIRST);
    while (first.isPresent()) {
      Bytes group = first.get().key().group();
      clear(bucket, group);
      first = first(bucket, Key.afterGroup(group));
    }
  }

  private Optional<Entry> first(Bucket bucket, Key from) {
    return kv.scan(bucket.index(), from, 1).entries().stream().findFirst();
  }

  /**
   * Uploads go before their parts, so that nobody completes one that lacks some. A group where
   * something is kept for a version of another key stays: then the bucket is not empty. Of parts
   * that are seen here the upload is seen too, since its row comes behind theirs and was there
   * before them.
   */
  private void clear(Bucket bucket, Bytes group) {
    if (!bucket.directory()) {
      delete(bucket, group, rows(bucket, group, Suffixes.UPLOADS));
    }
    List<Entry> rows = rows(bucket, group, Bytes.of((byte) 0));
    if (rows.stream().anyMatch(row -> keptUpload(bucket, row))) {
      throw notEmpty(bucket);
    }
    if (rows.stream().noneMatch(row -> row.key().suffix().startsWith(Suffixes.KEPT))) {
      delete(bucket, group, rows);
    }
  }

  private List<Entry> rows(Bucket bucket, Bytes group, Bytes from) {
    List<Entry> rows = new ArrayList<>();
    Iterator<Entry> all = KvScan.group(kv, bucket.index(), new Key(group, from));
    boolean uploads = from.equals(Suffixes.UPLOADS);
    while (all.hasNext()) {
      Entry row = all.next();
      if (!uploads || row.key().suffix().startsWith(Suffixes.UPLOADS)) {
        rows.add(row);
      }
    }
    return rows;
  }

  private void delete(Bucket bucket, Bytes group, List<Entry> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      deleteBatch(bucket, group, rows.subList(from, Math.min(from + BATCH, rows.size())));
    }
  }

  /**
   * Events that wait go on waiting elsewhere. Rows first, blobs after; and only while the key has
   * no version, to which they may belong.
   */
  private void deleteBatch(Bucket bucket, Bytes group, List<Entry> rows) {
    rows.stream()
        .filter(row -> row.key().suffix().startsWith(Suffixes.EVENTS))
        .forEach(row -> outbox.keep(bucket.id(), row));
    Commit.Builder commit = Commit.in(bucket.index(), group).expectAbsent(Suffixes.CURRENT);
    rows.forEach(row -> commit.delete(row.key().suffix()));
    switch (Settle.repeatable(kv, commit.build())) {
      case Outcome.Done _ -> rows.forEach(row -> blobOf(row).ifPresent(blobs::remove));
      case Outcome.Conflict _ -> throw notEmpty(bucket);
      case Outcome.NoIndex _ -> {}
      case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
    }
  }

  private static Optional<BlobId> blobOf(Entry row) {
    if (!row.key().suffix().startsWith(Suffixes.QUEUED)) {
      return QueuedRemovals.blobOf(row);
    }
    return switch (QueuedRow.decode(row.value())) {
      case QueuedRow.OfBlob of -> Optional.of(of.blob());
      case QueuedRow.OfUpload _ -> Optional.empty();
    };
  }

  private Iterator<Entry> rows(Bucket bucket) {
    return KvScan.entries(kv, bucket.index(), FIRST, PAGE);
  }

  private static S3Exception notEmpty(Bucket bucket) {
    return S3Error.BucketNotEmpty.with("BucketName", bucket.name());
  }
}
