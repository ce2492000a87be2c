package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Says whether a bucket exists and may be used. */
@Http(method = "HEAD", on = On.BUCKET, action = "s3:ListBucket")
public record HeadBucket(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<HeadBucket.Output> {
  /** Where the bucket is. */
  public record Output(@Header("x-amz-bucket-region") String bucketRegion) {}
}
