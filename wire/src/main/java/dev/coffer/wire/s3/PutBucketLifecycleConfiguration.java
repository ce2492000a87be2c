package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Says when objects, their earlier versions, markers and uploads expire. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "lifecycle",
    action = "s3:PutLifecycleConfiguration")
public record PutBucketLifecycleConfiguration(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-transition-default-minimum-object-size")
        @Nullable String transitionDefaultMinimumObjectSize,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<LifecycleConfiguration> configuration)
    implements Operation<PutBucketLifecycleConfiguration.Output> {
  /** What is kept of a member that nothing here depends on. */
  public record Output(
      @Header("x-amz-transition-default-minimum-object-size")
          String transitionDefaultMinimumObjectSize) {}
}
