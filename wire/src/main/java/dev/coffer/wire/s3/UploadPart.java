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
import dev.coffer.wire.http.Body;
import org.jspecify.annotations.Nullable;

/** Stores one part of a multipart upload. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = {"partNumber", "uploadId"},
    action = "s3:PutObject")
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record UploadPart(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("partNumber") int partNumber,
    @QueryParam("uploadId") String uploadId,
    @Group Integrity integrity,
    @Group SseCustomer sseCustomer,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Body content)
    implements Operation<UploadPart.Output> {
  /** What was stored. */
  public record Output(
      @Header("ETag") String eTag, @Group ChecksumHeaders checksums, @Group SseApplied sse) {}
}
