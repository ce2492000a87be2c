package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/** Resets a bucket's default encryption to SSE-S3. */
@Http(
    method = "DELETE",
    on = On.BUCKET,
    selectors = "encryption",
    status = 204,
    action = "s3:PutEncryptionConfiguration")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:PutEncryptionConfiguration")
public record DeleteBucketEncryption(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
