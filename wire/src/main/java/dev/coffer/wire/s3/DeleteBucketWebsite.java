package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Makes sure that a bucket is served as no website. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "website",
    status = 204,
    action = "s3:DeleteBucketWebsite")
public record DeleteBucketWebsite(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
