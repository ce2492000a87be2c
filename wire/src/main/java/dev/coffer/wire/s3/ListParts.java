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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the parts of an upload. */
@Http(
    method = "GET",
    on = On.OBJECT,
    selectors = "uploadId",
    action = "s3:ListMultipartUploadParts")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record ListParts(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("uploadId") String uploadId,
    @QueryParam("max-parts") @Nullable Integer maxParts,
    @QueryParam("part-number-marker") @Nullable Integer partNumberMarker,
    @Group SseCustomer sseCustomer,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<ListParts.Output> {
  /** One part. */
  public record Part(
      int partNumber,
      Instant lastModified,
      @Element("ETag") String eTag,
      long size,
      @Group ChecksumElements checksums) {}

  /** A page. */
  @XmlRoot("ListPartsResult")
  public record Output(
      @Header("x-amz-abort-date") @Nullable Instant abortDate,
      @Header("x-amz-abort-rule-id") @Nullable String abortRuleId,
      String bucket,
      String key,
      String uploadId,
      Owner initiator,
      Owner owner,
      String storageClass,
      int partNumberMarker,
      @Nullable Integer nextPartNumberMarker,
      int maxParts,
      @Element("IsTruncated") boolean truncated,
      @Nullable String checksumAlgorithm,
      @Nullable String checksumType,
      @Element("Part") List<Part> parts) {}
}
