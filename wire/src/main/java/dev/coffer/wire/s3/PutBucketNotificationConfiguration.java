package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Says who is told of events in a bucket. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "notification",
    action = "s3:PutBucketNotification")
public record PutBucketNotificationConfiguration(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Header("x-amz-skip-destination-validation") @Nullable Boolean skipDestinationValidation,
    @Payload Document<NotificationConfiguration> configuration)
    implements Operation<Unit> {}
