package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Drops an upload and its parts. */
@Http(
    method = "DELETE",
    on = On.OBJECT,
    selectors = "uploadId",
    status = 204,
    action = "s3:AbortMultipartUpload")
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record AbortMultipartUpload(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("uploadId") String uploadId,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<Unit> {}
