package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Document;
import dev.coffer.wire.codec.Group;
import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import dev.coffer.wire.codec.Payload;
import org.jspecify.annotations.Nullable;

/** Sets a bucket's default encryption and the encryption types that it blocks. */
@Http(
    method = "PUT",
    on = On.BUCKET,
    selectors = "encryption",
    action = "s3:PutEncryptionConfiguration")
public record PutBucketEncryption(
    @Path("Bucket") String bucket,
    @Group Integrity integrity,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<ServerSideEncryptionConfiguration> configuration)
    implements Operation<Unit> {}
