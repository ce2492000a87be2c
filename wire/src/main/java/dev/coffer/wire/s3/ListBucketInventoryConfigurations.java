package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the inventories of a bucket, 100 on a page. */
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
  /** A page, by id. */
  @XmlRoot("ListInventoryConfigurationsResult")
  public record Output(
      @Nullable String continuationToken,
      @Element("InventoryConfiguration") List<InventoryConfiguration> configurations,
      @Element("IsTruncated") boolean truncated,
      @Nullable String nextContinuationToken) {
    public Output {
      configurations = List.copyOf(configurations);
    }
  }
}
