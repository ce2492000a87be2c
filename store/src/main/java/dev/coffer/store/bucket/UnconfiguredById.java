package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.s3.DeleteBucketAnalyticsConfiguration;
import dev.coffer.wire.s3.DeleteBucketIntelligentTieringConfiguration;
import dev.coffer.wire.s3.DeleteBucketMetricsConfiguration;
import dev.coffer.wire.s3.GetBucketAnalyticsConfiguration;
import dev.coffer.wire.s3.GetBucketIntelligentTieringConfiguration;
import dev.coffer.wire.s3.GetBucketMetricsConfiguration;
import dev.coffer.wire.s3.ListBucketAnalyticsConfigurations;
import dev.coffer.wire.s3.ListBucketIntelligentTieringConfigurations;
import dev.coffer.wire.s3.ListBucketMetricsConfigurations;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of which a bucket may have many, by id, and that no bucket here has: there is
 * none of any id, to be returned or to be removed, and the list of them is empty. Setting one is
 * refused by name elsewhere. Source: docs/decisions/0034.
 */
public final class UnconfiguredById {
  private final Buckets buckets;

  public UnconfiguredById(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketAnalyticsConfiguration. */
  public GetBucketAnalyticsConfiguration.Output analytics(
      Call call, GetBucketAnalyticsConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** DeleteBucketAnalyticsConfiguration. */
  public Unit deleteAnalytics(Call call, DeleteBucketAnalyticsConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** ListBucketAnalyticsConfigurations. */
  public ListBucketAnalyticsConfigurations.Output listAnalytics(
      Call call, ListBucketAnalyticsConfigurations op) {
    requireFirst(op.bucket(), op.expectedBucketOwner(), op.continuationToken());
    return new ListBucketAnalyticsConfigurations.Output(false);
  }

  /** GetBucketMetricsConfiguration. */
  public GetBucketMetricsConfiguration.Output metrics(Call call, GetBucketMetricsConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** DeleteBucketMetricsConfiguration. */
  public Unit deleteMetrics(Call call, DeleteBucketMetricsConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** ListBucketMetricsConfigurations. */
  public ListBucketMetricsConfigurations.Output listMetrics(
      Call call, ListBucketMetricsConfigurations op) {
    requireFirst(op.bucket(), op.expectedBucketOwner(), op.continuationToken());
    return new ListBucketMetricsConfigurations.Output(false);
  }

  /** GetBucketIntelligentTieringConfiguration. */
  public GetBucketIntelligentTieringConfiguration.Output tiering(
      Call call, GetBucketIntelligentTieringConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** DeleteBucketIntelligentTieringConfiguration. */
  public Unit deleteTiering(Call call, DeleteBucketIntelligentTieringConfiguration op) {
    buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchConfiguration.refusal();
  }

  /** ListBucketIntelligentTieringConfigurations. */
  public ListBucketIntelligentTieringConfigurations.Output listTiering(
      Call call, ListBucketIntelligentTieringConfigurations op) {
    requireFirst(op.bucket(), op.expectedBucketOwner(), op.continuationToken());
    return new ListBucketIntelligentTieringConfigurations.Output(false);
  }

  /** No list was ever cut, so no token was ever given. */
  private void requireFirst(
      String bucket, @Nullable String expectedOwner, @Nullable String continuationToken) {
    buckets.require(bucket, expectedOwner);
    if (continuationToken != null) {
      throw S3Error.InvalidArgument.because("The continuation token provided is incorrect")
          .with("ArgumentName", "continuation-token");
    }
  }
}
