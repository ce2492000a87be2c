package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Creates a bucket. */
@Http(method = "PUT", on = On.BUCKET, action = "s3:CreateBucket")
public record CreateBucket(
    @Path("Bucket") String bucket,
    @Header("x-amz-acl") @Nullable String acl,
    @Header("x-amz-object-ownership") @Nullable String objectOwnership,
    @Payload Document<CreateBucketConfiguration> configuration)
    implements Operation<CreateBucket.Output> {
  /** Where the bucket is. */
  public record Output(@Header("Location") String location) {}
}
