package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.logging.LogRules;
import dev.coffer.store.logging.LogSource;
import dev.coffer.store.logging.LogTarget;
import dev.coffer.store.logging.Logged;
import dev.coffer.wire.s3.BucketLoggingStatus.LoggingEnabled;
import dev.coffer.wire.s3.GetBucketLogging;
import dev.coffer.wire.s3.PutBucketLogging;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.s3.Unit;
import java.util.Optional;

/**
 * Where requests to buckets are logged. Whether the target's policy lets the service in is asked at
 * each delivery and not here, as at Amazon: the policy may come later. Source: docs/decisions/0043.
 */
public final class BucketLogging {
  private final Buckets buckets;
  private final Configurations configurations;
  private final BucketLocks locks;

  BucketLogging(Buckets buckets, Configurations configurations, BucketLocks locks) {
    this.buckets = buckets;
    this.configurations = configurations;
    this.locks = locks;
  }

  /** Whether requests to a bucket are logged, if there is such a bucket. */
  public Optional<Logged> find(String name) {
    return buckets
        .find(name)
        .flatMap(bucket -> target(bucket).map(target -> new Logged(source(bucket), target)));
  }

  private static LogSource source(Bucket bucket) {
    return new LogSource(bucket.name(), bucket.owner().id(), bucket.owner().canonicalId());
  }

  private Optional<LogTarget> target(Bucket bucket) {
    return bucket.directory()
        ? Optional.empty()
        : configurations.find(bucket, Kind.LOGGING).map(LogTarget::decode);
  }

  /** PutBucketLogging. */
  public Unit put(Call call, PutBucketLogging op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    LoggingEnabled asked = op.status().read().loggingEnabled();
    if (asked == null) {
      buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.LOGGING, null);
      return Unit.DONE;
    }
    LogTarget target = LogRules.of(asked);
    buckets.configure(
        op.bucket(),
        op.expectedBucketOwner(),
        Kind.LOGGING,
        target.encode(),
        bucket -> {
          requireTarget(target.bucket(), bucket.owner().id());
          requireNoGrants(asked);
        });
    return Unit.DONE;
  }

  private static void requireNoGrants(LoggingEnabled asked) {
    if (asked.targetGrants() != null && !asked.targetGrants().isEmpty()) {
      throw LogRules.grants();
    }
  }

  /**
   * The bucket of that name, if logs of a bucket of that account can be delivered to it now; the
   * policy of the bucket aside.
   *
   * @throws S3Exception InvalidTargetBucketForLogging
   */
  public Bucket requireTarget(String name, String accountId) {
    Bucket target =
        buckets
            .find(name)
            .filter(found -> !found.directory())
            .orElseThrow(() -> LogRules.noTarget(name));
    if (!target.owner().id().equals(accountId)) {
      throw LogRules.otherOwner(name);
    }
    if (locks.find(target).isPresent()) {
      throw LogRules.locked(name);
    }
    return switch (target.encryption().byDefault()) {
      case DefaultEncryption.SseS3 _ -> target;
      case DefaultEncryption.SseKms _, DefaultEncryption.DsseKms _ -> throw LogRules.underKms(name);
    };
  }

  /** GetBucketLogging. */
  public GetBucketLogging.Output get(Call call, GetBucketLogging op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    return new GetBucketLogging.Output(target(bucket).map(LogRules::shown).orElse(null));
  }
}
