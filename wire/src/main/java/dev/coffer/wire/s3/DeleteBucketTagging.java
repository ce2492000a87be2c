package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Removes all tags of a bucket, for which Amazon asks for the right to put them. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "tagging",
    status = 204,
    action = "s3:PutBucketTagging")
public record DeleteBucketTagging(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
