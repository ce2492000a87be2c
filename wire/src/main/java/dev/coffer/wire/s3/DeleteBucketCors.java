package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Removes the rules for pages of other origins. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "cors",
    status = 204,
    action = "s3:PutBucketCORS")
public record DeleteBucketCors(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
