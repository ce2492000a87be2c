package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns the rules by which objects expire. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "lifecycle",
    action = "s3:GetLifecycleConfiguration")
public record GetBucketLifecycleConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketLifecycleConfiguration.Output> {
  /**
   * The rules as they were put.
   *
   * @param transitionDefaultMinimumObjectSize as it was put; no object is ever transitioned
   */
  public record Output(
      @Header("x-amz-transition-default-minimum-object-size")
          String transitionDefaultMinimumObjectSize,
      @Payload Document<LifecycleConfiguration> configuration) {}
}
