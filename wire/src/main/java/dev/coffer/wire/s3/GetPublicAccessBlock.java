package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's four switches against public access. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "publicAccessBlock",
    action = "s3:GetBucketPublicAccessBlock")
public record GetPublicAccessBlock(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetPublicAccessBlock.Output> {
  /** The bucket's own switches; the account's may add to them. */
  public record Output(@Payload Document<PublicAccessBlockConfiguration> configuration) {}
}
