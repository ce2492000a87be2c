package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns who pays for requests. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "requestPayment",
    action = "s3:GetBucketRequestPayment")
public record GetBucketRequestPayment(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketRequestPayment.Output> {
  /** {@code BucketOwner}. */
  @XmlRoot("RequestPaymentConfiguration")
  public record Output(String payer) {}
}
