package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Stores one part by copying from an object. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = {"partNumber", "uploadId"},
    selectingHeaders = "x-amz-copy-source",
    action = "s3:PutObject",
    sourceAction = "s3:GetObject",
    sourceVersionAction = "s3:GetObjectVersion")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", writes = true)
public record UploadPartCopy(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("partNumber") int partNumber,
    @QueryParam("uploadId") String uploadId,
    @Group CopySource source,
    @Header("x-amz-copy-source-range") @Nullable String copySourceRange,
    @Group SseCustomer sseCustomer,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<UploadPartCopy.Output> {
  /** What was stored. */
  @XmlRoot("CopyPartResult")
  public record Output(
      @Header("x-amz-copy-source-version-id") @Nullable String copySourceVersionId,
      @Group SseApplied sse,
      @Element("ETag") String eTag,
      Instant lastModified,
      @Group ChecksumElements checksums) {}
}
