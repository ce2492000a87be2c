package dev.coffer.store.object;

import dev.coffer.store.bucket.Bucket;
import dev.coffer.store.bucket.BucketLocks;
import dev.coffer.store.bucket.LockClock;
import dev.coffer.store.lock.BucketLock;
import dev.coffer.store.lock.DefaultRetention;
import dev.coffer.store.lock.LockRules;
import dev.coffer.store.lock.VersionLock;
import dev.coffer.wire.s3.Integrity;
import dev.coffer.wire.s3.ObjectLockHeaders;
import dev.coffer.wire.s3.S3Error;
import org.jspecify.annotations.Nullable;

/**
 * The locks of new versions: what their writer asks for, and what their bucket gives by default.
 */
final class NewLocks {
  private final BucketLocks buckets;
  private final LockClock clock;

  NewLocks(BucketLocks buckets, LockClock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  /** What headers ask for; refuses them where the bucket has no Object Lock. */
  VersionLock asked(Bucket bucket, ObjectLockHeaders headers) {
    if (bucket.directory() || headers.equals(ObjectLockHeaders.NONE)) {
      return VersionLock.NONE; // of directory buckets all of it is refused with the other extras
    }
    if (buckets.find(bucket).isEmpty()) {
      throw LockRules.noBucketLock();
    }
    return LockRules.ofHeaders(headers, clock.now());
  }

  /** What a version gets that is made now: what was asked for, else the bucket's default period. */
  VersionLock of(Bucket bucket, VersionLock asked) {
    if (asked.period() != null || bucket.directory()) {
      return asked;
    }
    @Nullable DefaultRetention kept = buckets.find(bucket).map(BucketLock::byDefault).orElse(null);
    return kept == null ? asked : new VersionLock(kept.from(clock.start()), asked.held());
  }

  /** What is to be kept must be what was sent. */
  static void requireIntegrity(VersionLock lock, Integrity integrity) {
    if (lock.said() && !integrity.declared()) {
      throw S3Error.InvalidRequest.because(
          "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with"
              + " Object Lock parameters");
    }
  }
}
