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

/** Returns chosen attributes of an object and its parts. */
@Http(
    method = "GET",
    on = On.OBJECT,
    selectors = "attributes",
    action = {"s3:GetObject", "s3:GetObjectAttributes"},
    versionAction = {"s3:GetObjectVersion", "s3:GetObjectVersionAttributes"})
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record GetObjectAttributes(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-max-parts") @Nullable Integer maxParts,
    @Header("x-amz-part-number-marker") @Nullable Integer partNumberMarker,
    @Header("x-amz-object-attributes") @Nullable String objectAttributes,
    @Group SseCustomer sseCustomer,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObjectAttributes.Output> {
  /** One part. */
  public record Part(int partNumber, long size, @Group ChecksumElements checksums) {}

  /** The parts of an object that came by multipart upload. */
  public record Parts(
      @Element("PartsCount") int totalPartsCount,
      @Nullable Integer partNumberMarker,
      @Nullable Integer nextPartNumberMarker,
      @Nullable Integer maxParts,
      @Element("IsTruncated") @Nullable Boolean truncated,
      @Element("Part") List<Part> parts) {}

  /** The object's checksum. */
  public record Checksum(@Group ChecksumElements checksums, @Nullable String checksumType) {}

  /** What was asked for. */
  @XmlRoot("GetObjectAttributesResponse")
  public record Output(
      @Header("x-amz-delete-marker") @Nullable Boolean deleteMarker,
      @Header("Last-Modified") Instant lastModified,
      @Header("x-amz-version-id") @Nullable String versionId,
      @Element("ETag") @Nullable String eTag,
      @Nullable Checksum checksum,
      @Nullable Parts objectParts,
      @Nullable String storageClass,
      @Nullable Long objectSize) {}
}
