package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Removes the rules by which objects expire. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "lifecycle",
    status = 204,
    action = "s3:PutLifecycleConfiguration")
public record DeleteBucketLifecycle(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
