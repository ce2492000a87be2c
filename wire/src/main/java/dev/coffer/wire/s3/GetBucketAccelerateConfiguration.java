package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns that uploads to a bucket are not accelerated. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "accelerate",
    action = "s3:GetAccelerateConfiguration")
public record GetBucketAccelerateConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketAccelerateConfiguration.Output> {
  /** Empty, as where it was never asked for. */
  @XmlRoot("AccelerateConfiguration")
  public record Output() {}
}
