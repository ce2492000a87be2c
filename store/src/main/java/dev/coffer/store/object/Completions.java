package dev.coffer.store.object;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.payload.DataKeys;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Commit;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketKeys;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.object.PartList.Uploaded;
import dev.coffer.store.object.UploadRows.InProgress;
import dev.coffer.store.object.VersionDetails.PartPage;
import dev.coffer.store.sse.KeyForRead;
import dev.coffer.store.sse.ReadRequest;
import dev.coffer.store.sse.Sse;
import dev.coffer.wire.http.Percent;
import dev.coffer.wire.s3.CompleteMultipartUpload;
import dev.coffer.wire.s3.CompleteMultipartUpload.CompletedPart;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of uploads.
 *
 * <p>One commit puts the version and the pages that name its parts, and ends the upload; parts that
 * were not listed are queued for removal by it. A part that arrives or is replaced while the list
 * is checked makes the commit fail and the list be checked anew. The same request again is answered
 * as the first was, as long as its object is the current one.
 */
public final class Completions {
  private static final int ATTEMPTS = 50;

  /** Unlisted parts beyond these stay among the rows of the upload and go when the object goes. */
  private static final int MAX_QUEUED = 1000;

  private final Buckets buckets;
  private final Sse sse;
  private final NewLocks locks;
  private final Versions versions;
  private final VersionChanges changes;
  private final UploadRows uploads;
  private final BucketKeys keys;
  private final ExpirationHeaders expirations;
  private final Entropy entropy;
  private final long leastPartBytes;

  Completions(
      Buckets buckets,
      Sse sse,
      NewLocks locks,
      Versions versions,
      VersionChanges changes,
      UploadRows uploads,
      BucketKeys keys,
      ExpirationHeaders expirations,
      Entropy entropy,
      long leastPartBytes) {
    this.buckets = buckets;
    this.sse = sse;
    this.locks = locks;
    this.versions = versions;
    this.changes = changes;
    this.uploads = uploads;
    this.keys = keys;
    this.expirations = expirations;
    this.entropy = entropy;
    this.leastPartBytes = leastPartBytes;
  }

  /** CompleteMultipartUpload. */
  public CompleteMultipartUpload.Output complete(Call call, CompleteMultipartUpload op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    var at = new ObjectGroup(bucket, op.key());
    WriteCondition condition = WriteCondition.of(op.conditions());
    op.parts().read();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<InProgress> upload = uploads.find(at, op.uploadId());
      if (upload.isEmpty()) {
        return repeated(call, at, op);
      }
      Completed completed = check(call, upload.get(), op);
      condition.require(at, versions.current(at).orElse(null));
      Addition addition =
          changes.add(
              at,
              completed.version(),
              condition,
              Occasion.of(EventKind.COMPLETE_UPLOAD, call),
              commit -> end(completed, commit));
      if (addition instanceof Addition.Added(VersionRow row)) {
        ReadRequest made = new PartWriter.By(call, op.sseCustomer()).asks(upload.get());
        sse.stored(made, Views.versionId(bucket, row));
        return output(at, row, completed.checksum());
      }
    }
    throw S3Error.SlowDown.refusal();
  }

  /**
   * A list that was found right, and what it makes.
   *
   * @param checksum of the whole object, to be answered
   * @param unlisted parts that no one will need
   */
  private record Completed(
      InProgress upload,
      NewVersion version,
      @Nullable StoredChecksum checksum,
      List<PartIndexRow> pages,
      List<Uploaded> unlisted) {}

  /** The checksums of the parts are read, which takes the upload's key (R101, R126). */
  private Completed check(Call call, InProgress upload, CompleteMultipartUpload op) {
    boolean needed = upload.row().facts().checksum() != null;
    var by = new PartWriter.By(call, op.sseCustomer());
    try (KeyForRead key = sse.keyForCompletion(by.asks(upload), needed).orElse(null)) {
      return check(upload, op, key == null ? null : key.keys());
    }
  }

  private Completed check(
      InProgress upload, CompleteMultipartUpload op, @Nullable DataKeys dataKeys) {
    UploadRow.Facts facts = upload.row().facts();
    Wanted wanted = uploads.open(upload);
    @Nullable ChecksumMark asked = facts.checksum();
    var list = new PartList(op.uploadId(), asked, op.parts().read().parts());
    list.requireForm();
    DirectoryRules.requireConsecutive(upload.group().bucket(), op.uploadId(), list.parts());
    CompletionChecks.requireType(op.checksumType(), asked);
    Map<Integer, Uploaded> uploaded = uploads.parts(upload, dataKeys);
    List<Uploaded> resolved = list.resolve(uploaded, leastPartBytes);
    long sizeBytes = PartList.sizeBytes(resolved);
    CompletionChecks.requireSize(op.objectSize(), sizeBytes);
    @Nullable StoredChecksum checksum = checksum(upload, resolved);
    CompletionChecks.requireChecksum(op.checksums(), checksum);
    List<PartIndexRow> pages = list.pages(resolved, pageSeal(upload, dataKeys));
    var object =
        new ObjectFacts(
            sizeBytes,
            PartList.eTag(resolved.stream().map(part -> part.facts().eTag().digest()).toList()),
            checksum == null ? null : checksum.mark(),
            facts.storageClass(),
            facts.objectId(),
            new Place.InParts(upload.id()));
    var details =
        new VersionDetails(
            wanted.description(),
            seal(upload, checksum, dataKeys),
            partPages(pages),
            locked(upload, wanted.extras()));
    var version = new NewVersion(object, upload.row().envelope(), details, facts.ownerId());
    resolved.forEach(part -> uploaded.remove(part.facts().number()));
    return new Completed(upload, version, checksum, pages, List.copyOf(uploaded.values()));
  }

  /** A default period begins when the object is made, not when its upload was begun. */
  private VersionExtras locked(InProgress upload, VersionExtras wanted) {
    return wanted.withLock(locks.of(upload.group().bucket(), wanted.lock()));
  }

  /** R75: an upload under a customer's key has a checksum only if it was begun with one. */
  private @Nullable StoredChecksum checksum(InProgress upload, List<Uploaded> parts) {
    @Nullable ChecksumMark asked = upload.row().facts().checksum();
    if (asked == null && sse.applied(upload.row().envelope()).customerAlgorithm() != null) {
      return null;
    }
    return PartList.checksum(asked == null ? UploadChecksum.DEFAULT : asked, parts);
  }

  private PartList.PageSeal pageSeal(InProgress upload, @Nullable DataKeys dataKeys) {
    Bytes objectId = upload.row().facts().objectId();
    return (page, checksums) ->
        SealedChecksums.seal(SealedChecksums.Of.page(objectId, page), checksums, with(dataKeys));
  }

  private @Nullable SealedChecksums seal(
      InProgress upload, @Nullable StoredChecksum checksum, @Nullable DataKeys dataKeys) {
    return checksum == null
        ? null
        : SealedChecksums.seal(upload.row().facts().objectId(), checksum, with(dataKeys));
  }

  private SealedChecksums.With with(@Nullable DataKeys dataKeys) {
    if (dataKeys == null) {
      throw new IllegalStateException("checksums without the keys that they are sealed with");
    }
    return new SealedChecksums.With(dataKeys, entropy);
  }

  private static List<PartPage> partPages(List<PartIndexRow> pages) {
    return pages.stream().map(page -> new PartPage(page.firstByte(), page.digest())).toList();
  }

  /** What the commit does besides adding the version. */
  private void end(Completed completed, Commit.Builder commit) {
    InProgress upload = completed.upload();
    commit.expectEqual(upload.suffix(), upload.stored()).delete(upload.suffix());
    try (WrappingKey key = keys.metadata(upload.group().bucket())) {
      for (int number = 0; number < completed.pages().size(); number++) {
        var at = new PartIndexRow.At(upload.group(), upload.id(), number);
        commit.put(at.suffix(), completed.pages().get(number).seal(at, key, entropy));
      }
    }
    completed.unlisted().stream()
        .limit(MAX_QUEUED)
        .forEach(part -> drop(upload, part.facts(), commit));
  }

  private void drop(InProgress upload, PartRow.Facts part, Commit.Builder commit) {
    Removals.queue(new QueuedRow.OfBlob(part.blob()), commit);
    commit.delete(Suffixes.part(upload.id(), part.number()));
  }

  /**
   * The answer to a completion that took place already.
   *
   * @throws S3Exception NoSuchUpload when the current object is not what this list makes
   */
  private CompleteMultipartUpload.Output repeated(
      Call call, ObjectGroup at, CompleteMultipartUpload op) {
    VersionRow row =
        versions
            .current(at)
            .filter(current -> madeOf(current, op.uploadId(), op.parts().read().parts()))
            .orElseThrow(() -> UploadRows.noSuchUpload(op.uploadId()));
    var found = new Found(at, row, versions.open(at, row));
    return output(at, row, checksum(call, found, op));
  }

  private @Nullable StoredChecksum checksum(Call call, Found found, CompleteMultipartUpload op) {
    SealedChecksums.Place sealed = found.checksum();
    if (sealed == null) {
      return null;
    }
    try (KeyForRead key =
        sse.keyForCompletion(found.asks(call, op.sseCustomer()), true).orElse(null)) {
      return key == null ? null : sealed.open(key.keys());
    }
  }

  private static boolean madeOf(VersionRow row, String uploadId, List<CompletedPart> parts) {
    boolean sameUpload =
        !row.deleteMarker()
            && row.object().place() instanceof Place.InParts(Bytes id)
            && new UploadId(id).format().equals(uploadId);
    return sameUpload
        && CompletionChecks.digests(parts)
            .map(PartList::eTag)
            .filter(row.object().eTag()::equals)
            .isPresent();
  }

  private CompleteMultipartUpload.Output output(
      ObjectGroup at, VersionRow row, @Nullable StoredChecksum checksum) {
    ObjectFacts object = row.object();
    return new CompleteMultipartUpload.Output(
        expirations.of(at, row, () -> versions.open(at, row).extras().tags()),
        Views.versionId(at.bucket(), row),
        sse.applied(row.envelope()).withoutCustomer(),
        "/" + at.bucket().name() + "/" + Percent.encodePath(at.key()),
        at.bucket().name(),
        at.key(),
        object.eTag().text(),
        checksum == null ? null : checksum.mark().type(),
        StoredChecksum.elements(checksum));
  }
}
