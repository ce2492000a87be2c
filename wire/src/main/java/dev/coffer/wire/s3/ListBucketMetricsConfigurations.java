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

/** Lists each metric of requests of a bucket; there is none. */
@Http(method = "GET", on = On.BUCKET, selectors = "metrics", action = "s3:GetMetricsConfiguration")
public record ListBucketMetricsConfigurations(
    @Path("Bucket") String bucket,
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<ListBucketMetricsConfigurations.Output> {
  /** The end of an empty list. */
  @XmlRoot("ListMetricsConfigurationsResult")
  public record Output(@Element("IsTruncated") boolean truncated) {}
}
