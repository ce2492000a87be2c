package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's access control list: full control for its owner. */
@Http(method = "GET", on = On.BUCKET, selectors = "acl", action = "s3:GetBucketAcl")
public record GetBucketAcl(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketAcl.Output> {
  /** The list. */
  public record Output(@Payload Document<AccessControlPolicy> acl) {}
}
