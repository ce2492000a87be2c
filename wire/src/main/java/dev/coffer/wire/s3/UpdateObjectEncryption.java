package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Changes the encryption of an object, or of one version of it, without moving its data. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = "encryption",
    action = "s3:UpdateObjectEncryption",
    versionAction = "s3:UpdateObjectEncryption")
public record UpdateObjectEncryption(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Group Integrity integrity,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<ObjectEncryption> encryption)
    implements Operation<Unit> {}
