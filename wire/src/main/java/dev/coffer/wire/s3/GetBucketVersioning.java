package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's versioning state. */
@Http(method = "GET", on = On.BUCKET, selectors = "versioning", action = "s3:GetBucketVersioning")
public record GetBucketVersioning(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketVersioning.Output> {
  /** Empty when versioning was never set. */
  public record Output(@Payload Document<VersioningConfiguration> configuration) {}
}
