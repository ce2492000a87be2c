package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import org.jspecify.annotations.Nullable;

/**
 * Gives an object of a directory bucket another key; its bytes stay where they are.
 *
 * @param source the key that it has, percent-coded
 * @param destination conditions on the object of the new key
 */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = "renameObject",
    action = "s3express:CreateSession")
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record RenameObject(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @Header("x-amz-rename-source") String source,
    @Group Preconditions destination,
    @Header("x-amz-rename-source-if-match") @Nullable String sourceIfMatch,
    @Header("x-amz-rename-source-if-none-match") @Nullable String sourceIfNoneMatch,
    @Header("x-amz-rename-source-if-modified-since") @Nullable String sourceIfModifiedSince,
    @Header("x-amz-rename-source-if-unmodified-since") @Nullable String sourceIfUnmodifiedSince,
    @Header("x-amz-client-token") @Nullable String clientToken)
    implements Operation<Unit> {}
