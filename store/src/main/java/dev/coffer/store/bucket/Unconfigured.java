package dev.coffer.store.bucket;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.s3.DeleteBucketMetadataConfiguration;
import dev.coffer.wire.s3.DeleteBucketMetadataTableConfiguration;
import dev.coffer.wire.s3.DeleteBucketReplication;
import dev.coffer.wire.s3.DeleteBucketWebsite;
import dev.coffer.wire.s3.GetBucketMetadataConfiguration;
import dev.coffer.wire.s3.GetBucketMetadataTableConfiguration;
import dev.coffer.wire.s3.GetBucketReplication;
import dev.coffer.wire.s3.GetBucketWebsite;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of which a bucket has one at most and that no bucket here has: asking for one
 * is answered as Amazon answers for a bucket without it, and so is removing it. Setting one is
 * refused by name elsewhere. Source: docs/decisions/0034.
 */
public final class Unconfigured {
  private final Buckets buckets;

  public Unconfigured(Buckets buckets) {
    this.buckets = buckets;
  }

  /** GetBucketWebsite. */
  public GetBucketWebsite.Output website(Call call, GetBucketWebsite op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.NoSuchWebsiteConfiguration.with("BucketName", bucket.name());
  }

  /** DeleteBucketWebsite. */
  public Unit deleteWebsite(Call call, DeleteBucketWebsite op) {
    return nothing(op.bucket(), op.expectedBucketOwner());
  }

  /** GetBucketReplication. */
  public GetBucketReplication.Output replication(Call call, GetBucketReplication op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.ReplicationConfigurationNotFoundError.with("BucketName", bucket.name());
  }

  /** DeleteBucketReplication. */
  public Unit deleteReplication(Call call, DeleteBucketReplication op) {
    return nothing(op.bucket(), op.expectedBucketOwner());
  }

  /** GetBucketMetadataConfiguration. */
  public GetBucketMetadataConfiguration.Output metadata(
      Call call, GetBucketMetadataConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.MetadataConfigurationNotFound.with("BucketName", bucket.name());
  }

  /** DeleteBucketMetadataConfiguration. */
  public Unit deleteMetadata(Call call, DeleteBucketMetadataConfiguration op) {
    return nothing(op.bucket(), op.expectedBucketOwner());
  }

  /** GetBucketMetadataTableConfiguration. */
  public GetBucketMetadataTableConfiguration.Output metadataTable(
      Call call, GetBucketMetadataTableConfiguration op) {
    Bucket bucket = buckets.require(op.bucket(), op.expectedBucketOwner());
    throw S3Error.MetadataConfigurationNotFound.with("BucketName", bucket.name());
  }

  /** DeleteBucketMetadataTableConfiguration. */
  public Unit deleteMetadataTable(Call call, DeleteBucketMetadataTableConfiguration op) {
    return nothing(op.bucket(), op.expectedBucketOwner());
  }

  private Unit nothing(String bucket, @Nullable String expectedOwner) {
    buckets.require(bucket, expectedOwner);
    return Unit.DONE;
  }
}
