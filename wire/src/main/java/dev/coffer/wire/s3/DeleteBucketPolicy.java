package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Removes a bucket's policy, if it has one. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "policy",
    status = 204,
    action = "s3:DeleteBucketPolicy")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:DeleteBucketPolicy")
public record DeleteBucketPolicy(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
