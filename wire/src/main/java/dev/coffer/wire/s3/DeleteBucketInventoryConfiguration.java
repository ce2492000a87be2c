package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Removes one inventory of a bucket. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = {"inventory", "id"},
    status = 204,
    action = "s3:PutInventoryConfiguration")
public record DeleteBucketInventoryConfiguration(
    @Path("Bucket") String bucket,
    @QueryParam("id") String id,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
