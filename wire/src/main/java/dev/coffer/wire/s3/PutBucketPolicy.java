package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.http.Body;
import org.jspecify.annotations.Nullable;

/** Replaces a bucket's policy; the body is the policy's JSON. */
@Http(method = "PUT", on = On.BUCKET, selectors = "policy", action = "s3:PutBucketPolicy")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:PutBucketPolicy")
public record PutBucketPolicy(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Body policy)
    implements Operation<Unit> {}
