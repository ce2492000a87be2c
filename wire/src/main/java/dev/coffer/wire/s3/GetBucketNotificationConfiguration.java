package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Returns who is told of events in a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "notification",
    action = "s3:GetBucketNotification")
public record GetBucketNotificationConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketNotificationConfiguration.Output> {
  /** Empty: nobody. */
  public record Output(@Payload Document<NotificationConfiguration> configuration) {}
}
