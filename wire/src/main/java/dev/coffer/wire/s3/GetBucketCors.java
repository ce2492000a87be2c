package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns the rules for pages of other origins. */
@Http(method = "GET", on = On.BUCKET, selectors = "cors", action = "s3:GetBucketCORS")
public record GetBucketCors(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketCors.Output> {
  /** The rules as they were put. */
  public record Output(@Payload Document<CORSConfiguration> configuration) {}
}
