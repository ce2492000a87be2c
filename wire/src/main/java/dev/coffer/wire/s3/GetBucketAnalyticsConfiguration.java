package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Would return one analysis of access of a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = {"analytics", "id"},
    action = "s3:GetAnalyticsConfiguration")
public record GetBucketAnalyticsConfiguration(
    @Path("Bucket") String bucket,
    @QueryParam("id") String id,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketAnalyticsConfiguration.Output> {
  /** Never answered: no bucket has one. */
  @XmlRoot("AnalyticsConfiguration")
  public record Output() {}
}
