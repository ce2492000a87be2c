package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Document;
import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import dev.coffer.wire.codec.Payload;
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
