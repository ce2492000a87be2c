package dev.coffer.store.object;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.lifecycle.Due;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.store.sse.KeyForWrite;
import dev.coffer.store.sse.Sse;
import dev.coffer.store.sse.WriteRequest;
import dev.coffer.wire.checksum.ChecksumAlgorithm;
import dev.coffer.wire.checksum.Expected;
import dev.coffer.wire.s3.AbortMultipartUpload;
import dev.coffer.wire.s3.CreateMultipartUpload;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.SseApplied;
import dev.coffer.wire.s3.Unit;
import dev.coffer.wire.s3.UploadPart;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Multipart uploads up to, but without, their completion.
 *
 * <p>CreateMultipartUpload decides encryption, owner and description for the whole upload (R123)
 * and makes the one data key that all parts are sealed with. Parts are blobs first and rows
 * afterwards, so a crash leaves litter for the sweep and never a hole.
 */
public final class Uploads {
  private final Buckets buckets;
  private final Sse sse;
  private final NewLocks locks;
  private final UploadRows uploads;
  private final PartWriter parts;
  private final ExpirationHeaders expirations;
  private final InstantSource clock;
  private final Entropy entropy;

  Uploads(
      Buckets buckets,
      Sse sse,
      NewLocks locks,
      UploadRows uploads,
      PartWriter parts,
      ExpirationHeaders expirations,
      InstantSource clock,
      Entropy entropy) {
    this.buckets = buckets;
    this.sse = sse;
    this.locks = locks;
    this.uploads = uploads;
    this.parts = parts;
    this.expirations = expirations;
    this.clock = clock;
    this.entropy = entropy;
  }

  /** Begins an upload. */
  public CreateMultipartUpload.Output create(Call call, CreateMultipartUpload create) {
    Bucket bucket = buckets.require(create.bucket(), create.expectedBucketOwner());
    RequestRules.requirePayer(bucket, create.requestPayer());
    RequestRules.requireWrite(bucket, create.acl(), create.storageClass());
    VersionLock lock = locks.asked(bucket, create.extras().lock());
    Wanted wanted = Wanted.of(bucket, create.headers(), create.extras(), lock);
    var group = new ObjectGroup(bucket, create.key());
    @Nullable ChecksumMark checksum =
        UploadChecksum.of(create.checksumAlgorithm(), create.checksumType());
    UploadId id = UploadId.begin(clock.instant(), entropy);
    var request =
        new WriteRequest(
            call, bucket, create.key(), "s3:PutObject", create.sse(), create.sseCustomer());
    try (KeyForWrite key = sse.keyForWrite(request)) {
      var facts =
          new UploadRow.Facts(
              id.bytes16(),
              Instant.ofEpochMilli(clock.millis()),
              call.caller().requireAccount().canonicalId(),
              bucket.owner().canonicalId(),
              RequestRules.storageClass(bucket),
              key.objectId(),
              checksum,
              0);
      uploads.begin(group, new UploadRow.Unsealed(facts, key.envelope(), wanted));
      Optional<Due> abortion = expirations.abortion(group, facts.initiated());
      return new CreateMultipartUpload.Output(
          abortion.map(Due::at).orElse(null),
          abortion.map(ExpirationHeaders::id).orElse(null),
          checksum == null ? null : checksum.algorithm().name(),
          checksum == null ? null : checksum.type(),
          key.applied(),
          key.context(),
          bucket.name(),
          create.key(),
          id.format());
    }
  }

  /** Stores a part, instead of an earlier one of the same number. */
  public UploadPart.Output uploadPart(Call call, UploadPart upload) throws IOException {
    Bucket bucket = buckets.require(upload.bucket(), upload.expectedBucketOwner());
    RequestRules.requirePayer(bucket, upload.requestPayer());
    UploadRows.InProgress found =
        uploads.require(new ObjectGroup(bucket, upload.key()), upload.uploadId());
    int number = Arguments.partNumber(upload.partNumber());
    Expected expected = Expected.from(upload.integrity());
    ChecksumMark checksum = checksum(found, expected.algorithm());
    var content = new CheckedContent.Announced(upload.content(), expected, checksum.algorithm());
    var by = new PartWriter.By(call, upload.sseCustomer());
    PartWriter.Written written = parts.write(found, number, by, content);
    boolean asked = found.row().facts().checksum() != null;
    return new UploadPart.Output(
        written.facts().eTag().text(),
        StoredChecksum.headers(
            asked ? written.checksum() : written.content().declared().orElse(null)),
        written.applied());
  }

  /**
   * Which checksum the part is kept with; one that was announced for all parts must be declared.
   */
  private static ChecksumMark checksum(
      UploadRows.InProgress upload, Optional<ChecksumAlgorithm> declared) {
    @Nullable ChecksumMark asked = upload.row().facts().checksum();
    if (asked == null) {
      return UploadChecksum.DEFAULT;
    }
    boolean missing = declared.isEmpty() && asked.composite();
    if (missing || declared.filter(algorithm -> algorithm != asked.algorithm()).isPresent()) {
      throw S3Error.InvalidRequest.because(
          "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
              .formatted(
                  UploadChecksum.lowerCase(asked.algorithm()),
                  declared.map(UploadChecksum::lowerCase).orElse("null")));
    }
    return asked;
  }

  /** How an upload's parts are encrypted; empty when there is no such upload. */
  public Optional<SseApplied> encryption(String bucket, String key, String uploadId) {
    var group = new ObjectGroup(buckets.require(bucket), key);
    return uploads.find(group, uploadId).map(found -> sse.applied(found.row().envelope()));
  }

  /** Drops an upload; its parts are removed afterwards. */
  public Unit abort(Call call, AbortMultipartUpload abort) {
    Bucket bucket = buckets.require(abort.bucket(), abort.expectedBucketOwner());
    RequestRules.requirePayer(bucket, abort.requestPayer());
    uploads.abort(uploads.require(new ObjectGroup(bucket, abort.key()), abort.uploadId()));
    return Unit.DONE;
  }
}
