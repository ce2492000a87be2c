package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Would return which tables describe a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "metadataConfiguration",
    action = "s3:GetBucketMetadataTableConfiguration")
public record GetBucketMetadataConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketMetadataConfiguration.Output> {
  /** Never answered: no bucket has one. */
  @XmlRoot("GetBucketMetadataConfigurationResult")
  public record Output() {}
}
