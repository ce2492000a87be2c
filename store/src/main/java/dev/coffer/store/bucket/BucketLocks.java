package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.LockRules;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.GetObjectLockConfiguration;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.PutObjectLockConfiguration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import java.util.Optional;

/**
 * The Object Lock of buckets. It needs versioning, and once it is there neither goes away: its row
 * comes by a commit that expects the bucket's, whose versioning can only be suspended by one that
 * expects no such row.
 */
public final class BucketLocks {
  private final Buckets buckets;
  private final Configurations configurations;

  BucketLocks(Buckets buckets, Configurations configurations) {
    this.buckets = buckets;
    this.configurations = configurations;
  }

  /** PutObjectLockConfiguration. */
  public Unit put(Call call, PutObjectLockConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    requireIntegrity(op.integrity());
    BucketLock lock = LockRules.ofBucket(op.configuration().read());
    buckets.configure(
        op.bucket(),
        op.expectedBucketOwner(),
        Kind.OBJECT_LOCK,
        lock.encode(),
        BucketLocks::requireVersioning);
    return Unit.DONE;
  }

  private static void requireVersioning(Bucket bucket) {
    if (bucket.versioning() != VersioningState.ENABLED) {
      throw S3Error.InvalidBucketState.because(
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    }
  }

  private static void requireIntegrity(Integrity integrity) {
    if (!integrity.declared()) {
      throw S3Error.InvalidRequest.because(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
  }

  /** GetObjectLockConfiguration. */
  public GetObjectLockConfiguration.Output get(Call call, GetObjectLockConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    BucketLock lock =
        find(bucket)
            .orElseThrow(() ->
                S3Error.ObjectLockConfigurationNotFoundError.with("BucketName", bucket.name()));
    return new GetObjectLockConfiguration.Output(Document.of(LockRules.shown(lock)));
  }

  /** The Object Lock of a bucket, if it has it. */
  public Optional<BucketLock> find(Bucket bucket) {
    return configurations.find(bucket, Kind.OBJECT_LOCK).map(BucketLock::decode);
  }
}
