package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Would return one tiering by access of a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = {"intelligent-tiering", "id"},
    action = "s3:GetIntelligentTieringConfiguration")
public record GetBucketIntelligentTieringConfiguration(
    @Path("Bucket") String bucket,
    @QueryParam("id") String id,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketIntelligentTieringConfiguration.Output> {
  /** Never answered: no bucket has one. */
  @XmlRoot("IntelligentTieringConfiguration")
  public record Output() {}
}
