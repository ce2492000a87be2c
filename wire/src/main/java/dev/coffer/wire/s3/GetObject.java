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
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.Status;
import dev.coffer.wire.http.Body;
import org.jspecify.annotations.Nullable;

/** Returns an object or a range of it. */
@Http(
    method = "GET",
    on = On.OBJECT,
    action = "s3:GetObject",
    versionAction = "s3:GetObjectVersion")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record GetObject(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @QueryParam("partNumber") @Nullable Integer partNumber,
    @Header("Range") @Nullable String range,
    @Group Preconditions preconditions,
    @Group ResponseOverrides overrides,
    @Header("x-amz-checksum-mode") @Nullable String checksumMode,
    @Group SseCustomer sseCustomer,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObject.Output> {
  /** 200, or 206 for a range. */
  public record Output(@Status int status, @Group ObjectView view, @Payload Body content) {}
}
