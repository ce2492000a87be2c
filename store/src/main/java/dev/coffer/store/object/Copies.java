package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.event.EventKind;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.object.Sources.Opened;
import dev.coffer.store.object.Sources.Source;
import dev.coffer.store.sse.KeyForWrite;
import dev.coffer.store.sse.Purpose;
import dev.coffer.store.sse.Sse;
import dev.coffer.store.sse.WriteRequest;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.s3.CopyObject;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.UploadPartCopy;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects, whole or as parts of uploads.
 *
 * <p>A copy is a new write: its encryption comes from the request or from the destination, never
 * from the source (R128); the plaintext passes chunk by chunk and is sealed under a new key. What
 * came in parts becomes one body with the ETag of one.
 */
public final class Copies {
  private final Buckets buckets;
  private final Sse sse;
  private final NewLocks locks;
  private final ObjectWriter writer;
  private final UploadRows uploads;
  private final PartWriter parts;
  private final Sources sources;
  private final ExpirationHeaders expirations;

  Copies(
      Buckets buckets,
      Sse sse,
      NewLocks locks,
      ObjectWriter writer,
      UploadRows uploads,
      PartWriter parts,
      Sources sources,
      ExpirationHeaders expirations) {
    this.buckets = buckets;
    this.sse = sse;
    this.locks = locks;
    this.writer = writer;
    this.uploads = uploads;
    this.parts = parts;
    this.sources = sources;
    this.expirations = expirations;
  }

  /** CopyObject. */
  public CopyObject.Output copyObject(Call call, CopyObject op) throws IOException {
    SourceName name = SourceName.parse(op.source().source());
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    var at = new ObjectGroup(bucket, op.key());
    CopyRules.requireHeaders(bucket, op);
    VersionLock lock = locks.of(bucket, locks.asked(bucket, op.extras().lock()));
    Wanted said = CopyRules.said(bucket, op, lock);
    WriteCondition condition = WriteCondition.of(op.conditions());
    Source source = sources.require(call, name, op.source());
    SseApplied present = sse.applied(source.found().row().envelope());
    CopyRules.requireChange(at, op, source, present);
    Sources.requireCopyable(source.sizeBytes());
    Purpose purpose = Purpose.ofCopy(source.found().at().bucket(), bucket);
    var request =
        new WriteRequest(
            call, bucket, op.key(), "s3:CopyObject", op.sse(), op.sseCustomer(), purpose);
    try (KeyForWrite key = sse.keyForWrite(request)) {
      var by = new Sources.By(call, op.source(), purpose);
      Opened opened =
          sources.open(
              by,
              source,
              from -> {
                CopyRules.requireTagRights(call, at, op, from);
                return whole(from);
              });
      return write(new Destination(at, op, said, condition, request, key), opened);
    }
  }

  private static ByteSpan whole(Source source) {
    Sources.requireCopyable(source.sizeBytes());
    return ByteSpan.all(source.sizeBytes());
  }

  /** Where a copy goes. */
  private record Destination(
      ObjectGroup at,
      CopyObject op,
      Wanted said,
      WriteCondition condition,
      WriteRequest request,
      KeyForWrite key) {}

  private CopyObject.Output write(Destination to, Opened opened) throws IOException {
    try (InputStream plaintext = opened.plaintext()) {
      ChecksumAlgorithm kept = CopyRules.checksum(to.op(), opened.source());
      Content content =
          CheckedContent.announced(plaintext, opened.span().byteCount(), kept)
              .open(to.at().bucket(), to.key().applied());
      Wanted wanted = CopyRules.wanted(to.at().bucket(), to.op(), to.said(), opened.source());
      Occasion occasion = Occasion.of(EventKind.COPY, to.request().call());
      var target = new ObjectWriter.Target(to.at(), to.key(), wanted, to.condition(), occasion);
      VersionRow row = writer.write(target, content);
      sse.stored(to.request(), to.key(), Views.versionId(to.at().bucket(), row));
      return output(to, new Copy(opened.source(), row, wanted), content);
    }
  }

  private record Copy(Source source, VersionRow row, Wanted wanted) {}

  private CopyObject.Output output(Destination to, Copy copy, Content content) {
    StoredChecksum checksum = content.checksum();
    VersionRow row = copy.row();
    return new CopyObject.Output(
        expirations.of(to.at(), row, () -> copy.wanted().extras().tags()),
        Views.versionId(to.at().bucket(), row),
        copy.source().versionId(),
        to.key().applied(),
        to.key().context(),
        row.object().eTag().text(),
        row.facts().lastModified(),
        checksum == null ? null : checksum.mark().type(),
        StoredChecksum.elements(checksum));
  }

  /** UploadPartCopy. */
  public UploadPartCopy.Output copyPart(Call call, UploadPartCopy op) throws IOException {
    SourceName name = SourceName.parse(op.source().source());
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    RequestRules.requirePayer(bucket, op.requestPayer());
    UploadRows.InProgress upload =
        uploads.require(new ObjectGroup(bucket, op.key()), op.uploadId());
    requireDefault(upload);
    int number = Arguments.partNumber(op.partNumber());
    if (op.copySourceRange() != null) {
      CopyRange.parse(op.copySourceRange());
    }
    Source source = sources.require(call, name, op.source());
    Purpose purpose = Purpose.ofCopy(source.found().at().bucket(), bucket);
    var reader = new Sources.By(call, op.source(), purpose);
    Opened opened = sources.open(reader, source, from -> range(op, from));
    try (InputStream plaintext = opened.plaintext()) {
      @Nullable ChecksumMark asked = upload.row().facts().checksum();
      ChecksumMark kept = asked == null ? UploadChecksum.DEFAULT : asked;
      var content =
          CheckedContent.announced(plaintext, opened.span().byteCount(), kept.algorithm());
      var by = new PartWriter.By(call, op.sseCustomer(), purpose);
      PartWriter.Written written = parts.write(upload, number, by, content);
      return new UploadPartCopy.Output(
          opened.source().versionId(),
          written.applied(),
          written.facts().eTag().text(),
          written.facts().lastModified(),
          StoredChecksum.elements(asked == null ? null : written.checksum()));
    }
  }

  /** Parts are copied into an upload of a directory bucket only under its default (R178). */
  private void requireDefault(UploadRows.InProgress upload) {
    Bucket bucket = upload.group().bucket();
    SseApplied applied = sse.applied(upload.row().envelope());
    if (bucket.directory()
        && !java.util.Objects.equals(applied.kmsKeyArn(), bucket.directoryKeyArn())) {
      throw S3Error.InvalidRequest.because(
          "The upload's encryption is not the directory bucket's default, so parts cannot be copied"
              + " to it");
    }
  }

  private static ByteSpan range(UploadPartCopy op, Source source) {
    long sizeBytes = source.sizeBytes();
    CopyRange range = CopyRange.of(op.copySourceRange(), sizeBytes);
    Sources.requireCopyable(range.byteCount());
    return new ByteSpan(range.firstByte(), range.byteCount(), sizeBytes);
  }
}
