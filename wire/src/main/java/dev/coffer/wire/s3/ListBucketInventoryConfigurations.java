package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Lists each inventory of a bucket; there is none. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "inventory",
    action = "s3:GetInventoryConfiguration")
public record ListBucketInventoryConfigurations(
    @Path("Bucket") String bucket,
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<ListBucketInventoryConfigurations.Output> {
  /** The end of an empty list. */
  @XmlRoot("ListInventoryConfigurationsResult")
  public record Output(@Element("IsTruncated") boolean truncated) {}
}
