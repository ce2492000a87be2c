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

/** Returns one inventory of a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = {"inventory", "id"},
    action = "s3:GetInventoryConfiguration")
public record GetBucketInventoryConfiguration(
    @Path("Bucket") String bucket,
    @QueryParam("id") String id,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketInventoryConfiguration.Output> {
  /** The inventory as it was put. */
  public record Output(@Payload Document<InventoryConfiguration> configuration) {}
}
