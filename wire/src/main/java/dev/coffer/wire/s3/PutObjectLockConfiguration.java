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

/** Turns Object Lock on for good, and sets or removes the default retention of new versions. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "object-lock",
    action = "s3:PutBucketObjectLockConfiguration")
public record PutObjectLockConfiguration(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<ObjectLockConfiguration> configuration)
    implements Operation<Unit> {}
