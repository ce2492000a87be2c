package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import org.jspecify.annotations.Nullable;

/** Sets a bucket's default encryption and the encryption types that it blocks. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "encryption",
    action = "s3:PutEncryptionConfiguration")
@Directory(endpoint = Endpoint.REGIONAL, action = "s3express:PutEncryptionConfiguration")
public record PutBucketEncryption(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<ServerSideEncryptionConfiguration> configuration)
    implements Operation<Unit> {}
