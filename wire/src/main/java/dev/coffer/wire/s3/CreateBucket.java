package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.Also;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Creates a bucket. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    action = "s3:CreateBucket",
    also = {
      @Also(header = "x-amz-acl", action = "s3:PutBucketAcl"),
      @Also(header = "x-amz-grant-", action = "s3:PutBucketAcl"),
      @Also(header = "x-amz-object-ownership", action = "s3:PutBucketOwnershipControls"),
      @Also(
          header = "x-amz-bucket-object-lock-enabled",
          action = "s3:PutBucketObjectLockConfiguration"),
      @Also(header = "x-amz-bucket-object-lock-enabled", action = "s3:PutBucketVersioning")
    })
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:CreateBucket")
public record CreateBucket(
    @Path("Bucket") String bucket,
    @Group AclGrants acl,
    @Header("x-amz-object-ownership") @Nullable String objectOwnership,
    @Header("x-amz-bucket-object-lock-enabled") @Nullable Boolean objectLockEnabled,
    @Payload Document<CreateBucketConfiguration> configuration)
    implements Operation<CreateBucket.Output> {
  /** One without Object Lock. */
  public CreateBucket(
      String bucket,
      AclGrants acl,
      @Nullable String objectOwnership,
      Document<CreateBucketConfiguration> configuration) {
    this(bucket, acl, objectOwnership, null, configuration);
  }

  /**
   * Where the bucket is.
   *
   * @param bucketArn of a directory bucket
   */
  public record Output(
      @Header("Location") String location,
      @Header("x-amz-bucket-arn") @Nullable String bucketArn) {}
}
