package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns whether a bucket's tags count in policies. */
@Http(method = "GET", on = On.BUCKET, selectors = "abac", action = "s3:GetBucketAbac")
public record GetBucketAbac(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketAbac.Output> {
  /** {@code Disabled}. */
  public record Output(@Payload Document<AbacStatus> configuration) {}
}
