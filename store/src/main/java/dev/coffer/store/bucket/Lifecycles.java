package dev.coffer.store.bucket;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.auth.Call;
import dev.coffer.store.bucket.Configurations.Kind;
import dev.coffer.store.lifecycle.LifecycleRules;
import dev.coffer.store.lifecycle.RuleTexts;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.s3.DeleteBucketLifecycle;
import dev.coffer.wire.s3.GetBucketLifecycleConfiguration;
import dev.coffer.wire.s3.PutBucketLifecycleConfiguration;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules by which a bucket's objects expire; a job does what they say. */
public final class Lifecycles {
  /** No object is transitioned, so of the two ways to say which are too small for it one holds. */
  private static final String MINIMUM = "all_storage_classes_128K";

  private static final String OTHER_MINIMUM = "varies_by_storage_class";

  private static final String MINIMUM_HEADER = "x-amz-transition-default-minimum-object-size";

  private final Buckets buckets;
  private final Configurations configurations;
  private final Entropy entropy;

  Lifecycles(Buckets buckets, Configurations configurations, Entropy entropy) {
    this.buckets = buckets;
    this.configurations = configurations;
    this.entropy = entropy;
  }

  /** PutBucketLifecycleConfiguration. */
  public PutBucketLifecycleConfiguration.Output put(Call call, PutBucketLifecycleConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    requireIntegrity(op);
    requireMinimum(op.transitionDefaultMinimumObjectSize());
    LifecycleRules rules = RuleTexts.read(op.configuration().read(), entropy);
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.LIFECYCLE, rules.encode());
    return new PutBucketLifecycleConfiguration.Output(MINIMUM);
  }

  private static void requireIntegrity(PutBucketLifecycleConfiguration op) {
    if (!op.integrity().declared()) {
      throw S3Error.InvalidRequest.because(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
  }

  private static void requireMinimum(@Nullable String said) {
    if (OTHER_MINIMUM.equals(said)) {
      throw S3Error.NotImplemented.with("Header", MINIMUM_HEADER).with("Value", OTHER_MINIMUM);
    }
    if (said != null && !said.equals(MINIMUM)) {
      throw S3Error.InvalidRequest.because(
          "Invalid TransitionDefaultMinimumObjectSize found: " + said);
    }
  }

  /** GetBucketLifecycleConfiguration. */
  public GetBucketLifecycleConfiguration.Output get(Call call, GetBucketLifecycleConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    LifecycleRules rules =
        find(bucket)
            .orElseThrow(
                () -> S3Error.NoSuchLifecycleConfiguration.with("BucketName", bucket.name()));
    return new GetBucketLifecycleConfiguration.Output(MINIMUM, Document.of(rules.shown()));
  }

  /** DeleteBucketLifecycle. */
  public Unit delete(Call call, DeleteBucketLifecycle op) {
    buckets.configure(op.bucket(), op.expectedBucketOwner(), Kind.LIFECYCLE, null);
    return Unit.DONE;
  }

  /** The rules of a bucket, if it has any. */
  public Optional<LifecycleRules> find(Bucket bucket) {
    return bucket.directory()
        ? Optional.empty()
        : configurations.find(bucket, Kind.LIFECYCLE).map(LifecycleRules::decode);
  }
}
