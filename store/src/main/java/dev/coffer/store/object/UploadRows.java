package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.blob.BlobId;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of uploads in progress and of their parts, changed one commit at a time.
 *
 * <p>A new part only expects the upload as it was read, so parts may arrive side by side. A part
 * that replaces another also raises the upload's revision and queues the other's blob, so that a
 * completion that has read the other is refused.
 *
 * <p>Errors: NoSuchUpload when the upload has ended; {@link Unavailable} when nobody can tell what
 * became of a commit.
 */
public final class UploadRows {
  private static final int ATTEMPTS = 50;

  private final KvStore kv;
  private final BucketKeys keys;
  private final Removals removals;
  private final Entropy entropy;

  public UploadRows(KvStore kv, BucketKeys keys, Removals removals, Entropy entropy) {
    this.kv = kv;
    this.keys = keys;
    this.removals = removals;
    this.entropy = entropy;
  }

  /**
   * An upload as it was read.
   *
   * @param stored the row's value, which a change expects
   */
  record InProgress(ObjectGroup group, UploadRow row, Bytes stored) {
    Bytes id() {
      return row.facts().uploadId();
    }

    Bytes suffix() {
      return Suffixes.upload(id());
    }

    PartRow.At at() {
      return new PartRow.At(group, id());
    }

    /** What the checksums of a part are bound to. */
    SealedChecksums.Of checksumsOf(int part) {
      return SealedChecksums.Of.part(row.facts().objectId(), part);
    }
  }

  /** Begins an upload. */
  void begin(ObjectGroup group, UploadRow.Unsealed upload) {
    Bytes suffix = Suffixes.upload(upload.facts().uploadId());
    Bytes row = seal(group, upload).encode();
    Commit commit = group.commit().expectAbsent(suffix).put(suffix, row).build();
    switch (Settle.commit(kv, commit, suffix)) {
      case Outcome.Done _ -> {}
      case Outcome.Conflict _ -> throw new IllegalStateException("an upload id came twice");
      case Outcome.NoIndex _ -> throw VersionChanges.noBucket(group);
      case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
    }
  }

  /**
   * The upload that a client names.
   *
   * @throws S3Exception NoSuchUpload when it never was, or is aborted or completed
   */
  InProgress require(ObjectGroup group, String uploadId) {
    return find(group, uploadId).orElseThrow(() -> noSuchUpload(uploadId));
  }

  Optional<InProgress> find(ObjectGroup group, String uploadId) {
    return UploadId.parse(uploadId)
        .flatMap(id -> kv.get(group.index(), group.row(Suffixes.upload(id.bytes16()))))
        .map(stored -> new InProgress(group, UploadRow.decode(stored), stored));
  }

  static S3Exception noSuchUpload(String uploadId) {
    return S3Error.NoSuchUpload.with("UploadId", uploadId);
  }

  /** Authenticates an upload's facts and opens what its object shall have. */
  Wanted open(InProgress upload) {
    try (WrappingKey key = keys.metadata(upload.group().bucket())) {
      return upload.row().open(upload.group(), key);
    }
  }

  /** The same upload as it is now. */
  InProgress again(InProgress upload) {
    return require(upload.group(), new UploadId(upload.id()).format());
  }

  /**
   * Ends an upload without an object and queues what it has. The removal of an object queues the
   * same, so that row tells nobody whose commit took place: one that was not heard of is repeated
   * while the upload goes on, and undecided once it does not.
   */
  void abort(InProgress upload) {
    InProgress seen = upload;
    Outcome.@Nullable Unknown unheard = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Commit.Builder rows =
          seen.group().commit().expectEqual(seen.suffix(), seen.stored()).delete(seen.suffix());
      Removals.queue(new QueuedRow.OfUpload(seen.id()), rows);
      switch (removals.commit(seen.group(), rows.build())) {
        case Outcome.Done _ -> {
          return;
        }
        case Outcome.Conflict _ -> {}
        case Outcome.NoIndex _ -> throw VersionChanges.noBucket(seen.group());
        case Outcome.Unknown unknown -> unheard = unknown;
      }
      seen = again(seen, unheard);
    }
    throw unheard == null ? S3Error.SlowDown.refusal() : VersionChanges.undecided(unheard);
  }

  private InProgress again(InProgress upload, Outcome.@Nullable Unknown unheard) {
    if (unheard == null) {
      return again(upload);
    }
    return find(upload.group(), new UploadId(upload.id()).format())
        .orElseThrow(() -> VersionChanges.undecided(unheard));
  }

  /**
   * Adds a part whose blob is durable, unless one of its number is there that began later: a client
   * that gives up and sends a part anew must find the newer one, whichever of them ends last.
   *
   * @return false when it was not added; it counts as replaced at once
   */
  boolean add(InProgress upload, PartRow.Unsealed part) {
    PartRow row = seal(upload, part);
    InProgress seen = upload;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Bytes there = partRow(seen, part.facts().number());
      if (there != null && began(there).compareTo(row.facts().blob()) > 0) {
        return false;
      }
      Commit commit = adding(seen, row, there);
      Bytes token = Suffixes.part(seen.id(), part.facts().number());
      switch (removals.settle(seen.group(), commit, token)) {
        case Outcome.Done _ -> {
          return true;
        }
        case Outcome.Conflict conflict -> {
          requireNotCollected(conflict, row);
          seen = again(seen);
        }
        case Outcome.NoIndex _ -> throw VersionChanges.noBucket(seen.group());
        case Outcome.Unknown unknown -> throw VersionChanges.undecided(unknown);
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  private @Nullable Bytes partRow(InProgress upload, int number) {
    ObjectGroup group = upload.group();
    return kv.get(group.index(), group.row(Suffixes.part(upload.id(), number))).orElse(null);
  }

  /** Ids of blobs grow in the order in which bodies begin to be written. */
  private static BlobId began(Bytes partRow) {
    return PartRow.decode(partRow).facts().blob();
  }

  /**
   * The commit that adds a part.
   *
   * @param there the row of its number that it replaces, if there is one
   */
  private Commit adding(InProgress upload, PartRow row, @Nullable Bytes there) {
    ObjectGroup group = upload.group();
    Bytes suffix = Suffixes.part(upload.id(), row.facts().number());
    Commit.Builder commit =
        group
            .commit()
            .expectEqual(upload.suffix(), upload.stored())
            .expectAbsent(Suffixes.mark(row.facts().blob()))
            .put(suffix, row.encode());
    if (there == null) {
      return commit.expectAbsent(suffix).build();
    }
    Removals.queue(removalOf(PartRow.decode(there)), commit);
    return commit.expectEqual(suffix, there).put(upload.suffix(), revised(upload).encode()).build();
  }

  static QueuedRow removalOf(PartRow part) {
    return new QueuedRow.OfBlob(part.facts().blob());
  }

  private static void requireNotCollected(Outcome.Conflict conflict, PartRow row) {
    if (conflict.broken().suffix().equals(Suffixes.mark(row.facts().blob()))) {
      throw new Unavailable("the part was collected before its commit");
    }
  }

  private UploadRow revised(InProgress upload) {
    UploadRow row = upload.row();
    return seal(
        upload.group(),
        new UploadRow.Unsealed(row.facts().revised(), row.envelope(), open(upload)));
  }

  private UploadRow seal(ObjectGroup group, UploadRow.Unsealed upload) {
    try (WrappingKey key = keys.metadata(group.bucket())) {
      return UploadRow.seal(group, upload, key, entropy);
    }
  }

  private PartRow seal(InProgress upload, PartRow.Unsealed part) {
    try (WrappingKey key = keys.metadata(upload.group().bucket())) {
      return PartRow.seal(upload.at(), part, key, entropy);
    }
  }

  /** The parts from a number on, ascending; a moving picture. */
  Iterator<PartRow> parts(PartRow.At at, int firstNumber) {
    Key first = at.group().row(Suffixes.part(at.uploadId(), firstNumber));
    return new PartRows(KvScan.group(kv, at.group().index(), first), Suffixes.parts(at.uploadId()));
  }

  /**
   * All parts of an upload, by number; each row authenticated.
   *
   * @param dataKeys of the upload; without them no checksums are known
   */
  Map<Integer, PartList.Uploaded> parts(InProgress upload, @Nullable DataKeys dataKeys) {
    Map<Integer, PartList.Uploaded> parts = new HashMap<>();
    try (WrappingKey key = keys.metadata(upload.group().bucket())) {
      Iterator<PartRow> rows = parts(upload.at(), 1);
      while (rows.hasNext()) {
        PartList.Uploaded part = uploaded(rows.next(), upload, key, dataKeys);
        parts.put(part.facts().number(), part);
      }
    }
    return parts;
  }

  /** A part, its row authenticated, its checksums opened where there are keys. */
  static PartList.Uploaded uploaded(
      PartRow row, InProgress upload, WrappingKey key, @Nullable DataKeys dataKeys) {
    SealedChecksums sealed = row.open(upload.at(), key).orElse(null);
    if (sealed == null || dataKeys == null) {
      return new PartList.Uploaded(row.facts(), PartRow.Sums.NONE);
    }
    SealedChecksums.Of of = upload.checksumsOf(row.facts().number());
    return new PartList.Uploaded(row.facts(), PartRow.Sums.open(sealed, of, dataKeys));
  }
}
