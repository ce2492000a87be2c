package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Removes an empty bucket. */
@Http(method = "DELETE", on = On.BUCKET, status = 204, action = "s3:DeleteBucket")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:DeleteBucket")
public record DeleteBucket(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
