package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns who owns the objects of a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "ownershipControls",
    action = "s3:GetBucketOwnershipControls")
public record GetBucketOwnershipControls(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketOwnershipControls.Output> {
  /** One rule. */
  public record Output(@Payload Document<OwnershipControls> controls) {}
}
