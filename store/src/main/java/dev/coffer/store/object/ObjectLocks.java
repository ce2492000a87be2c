package dev.coffer.store.object;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketLocks;
import dev.coffer.store.bucket.Buckets;
import dev.coffer.store.bucket.LockClock;
import dev.coffer.store.lock.LockRules;
import dev.coffer.store.lock.Period;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetObjectLegalHold;
import dev.coffer.wire.s3.GetObjectRetention;
import dev.coffer.wire.s3.LegalHold;
import dev.coffer.wire.s3.PutObjectLegalHold;
import dev.coffer.wire.s3.PutObjectRetention;
import dev.coffer.wire.s3.Retention;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The retention periods and legal holds of versions. Each change is one commit that expects the
 * version as it was judged.
 */
public final class ObjectLocks {
  private final Buckets buckets;
  private final BucketLocks bucketLocks;
  private final LockClock clock;
  private final Reads reads;
  private final VersionEdits edits;

  ObjectLocks(
      Buckets buckets, BucketLocks bucketLocks, LockClock clock, Reads reads, VersionEdits edits) {
    this.buckets = buckets;
    this.bucketLocks = bucketLocks;
    this.clock = clock;
    this.reads = reads;
    this.edits = edits;
  }

  /** PutObjectRetention; the right to bypass governance was decided with the header. */
  public Unit putRetention(Call call, PutObjectRetention op) {
    Bucket bucket = require(op.bucket(), op.expectedBucketOwner(), op.requestPayer());
    Period period = LockRules.ofRetention(op.retention().read(), clock.now());
    boolean bypass = Boolean.TRUE.equals(op.bypassGovernance());
    VersionId id = VersionId.parse(op.versionId());
    edits.changeExtras(
        id,
        () -> find(bucket, op.key(), id, "PUT"),
        extras -> {
          VersionLock lock = extras.lock();
          LockRules.requireAllowed(lock.period(), period, clock.now(), bypass);
          return extras.withLock(new VersionLock(period, lock.held()));
        });
    return Unit.DONE;
  }

  /** GetObjectRetention. */
  public GetObjectRetention.Output retention(Call call, GetObjectRetention op) {
    Bucket bucket = require(op.bucket(), op.expectedBucketOwner(), op.requestPayer());
    Period period = lock(bucket, op.key(), op.versionId()).period();
    if (period == null) {
      throw S3Error.NoSuchObjectLockConfiguration.refusal();
    }
    return new GetObjectRetention.Output(
        Document.of(new Retention(period.mode().name(), LockRules.text(period.until()))));
  }

  /** PutObjectLegalHold. */
  public Unit putHold(Call call, PutObjectLegalHold op) {
    Bucket bucket = require(op.bucket(), op.expectedBucketOwner(), op.requestPayer());
    boolean held = LockRules.ofHold(op.legalHold().read());
    VersionId id = VersionId.parse(op.versionId());
    edits.changeExtras(
        id,
        () -> find(bucket, op.key(), id, "PUT"),
        extras -> extras.withLock(new VersionLock(extras.lock().period(), held)));
    return Unit.DONE;
  }

  /** GetObjectLegalHold. */
  public GetObjectLegalHold.Output hold(Call call, GetObjectLegalHold op) {
    Bucket bucket = require(op.bucket(), op.expectedBucketOwner(), op.requestPayer());
    Boolean held = lock(bucket, op.key(), op.versionId()).held();
    if (held == null) {
      throw S3Error.NoSuchObjectLockConfiguration.refusal();
    }
    return new GetObjectLegalHold.Output(Document.of(new LegalHold(LockRules.hold(held))));
  }

  private Bucket require(String name, @Nullable String expectedOwner, @Nullable String payer) {
    Bucket bucket = buckets.require(name, expectedOwner);
    RequestRules.requirePayer(bucket, payer);
    if (bucketLocks.find(bucket).isEmpty()) {
      throw LockRules.noBucketLock();
    }
    return bucket;
  }

  private VersionLock lock(Bucket bucket, String key, @Nullable String versionId) {
    return find(bucket, key, VersionId.parse(versionId), "GET").details().extras().lock();
  }

  private Found find(Bucket bucket, String key, @Nullable VersionId id, String method) {
    return reads.requireObject(new ObjectGroup(bucket, key), id, method);
  }
}
