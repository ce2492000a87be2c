package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns whether a bucket has Object Lock, and its default retention. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "object-lock",
    action = "s3:GetBucketObjectLockConfiguration")
public record GetObjectLockConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObjectLockConfiguration.Output> {
  /** What was put. */
  public record Output(@Payload Document<ObjectLockConfiguration> configuration) {}
}
