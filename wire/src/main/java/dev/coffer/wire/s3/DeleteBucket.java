package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import org.jspecify.annotations.Nullable;

/** Removes an empty bucket. */
@Http(method = "DELETE", on = On.BUCKET, status = 204, action = "s3:DeleteBucket")
public record DeleteBucket(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
