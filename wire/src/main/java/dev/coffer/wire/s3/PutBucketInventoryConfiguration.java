package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Adds an inventory to a bucket, or replaces the one of that id. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = {"inventory", "id"},
    action = "s3:PutInventoryConfiguration")
public record PutBucketInventoryConfiguration(
    @Path("Bucket") String bucket,
    @QueryParam("id") String id,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<InventoryConfiguration> configuration)
    implements Operation<Unit> {}
