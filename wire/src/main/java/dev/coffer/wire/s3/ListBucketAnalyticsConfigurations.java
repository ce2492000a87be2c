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

/** Lists each analysis of access of a bucket; there is none. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "analytics",
    action = "s3:GetAnalyticsConfiguration")
public record ListBucketAnalyticsConfigurations(
    @Path("Bucket") String bucket,
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<ListBucketAnalyticsConfigurations.Output> {
  /** The end of an empty list. */
  @XmlRoot("ListBucketAnalyticsConfigurationResult")
  public record Output(@Element("IsTruncated") boolean truncated) {}
}
