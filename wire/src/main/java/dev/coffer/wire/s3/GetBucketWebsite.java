package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Would return how a bucket is served as a website. */
@Http(method = "GET", on = On.BUCKET, selectors = "website", action = "s3:GetBucketWebsite")
public record GetBucketWebsite(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketWebsite.Output> {
  /** Never answered: no bucket has one. */
  @XmlRoot("WebsiteConfiguration")
  public record Output() {}
}
