package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Element;
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

/** Lists the uploads in progress of a bucket. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "uploads",
    action = "s3:ListBucketMultipartUploads")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record ListMultipartUploads(
    @Path("Bucket") String bucket,
    @QueryParam("delimiter") @Nullable String delimiter,
    @QueryParam("encoding-type") @Nullable String encodingType,
    @QueryParam("key-marker") @Nullable String keyMarker,
    @QueryParam("upload-id-marker") @Nullable String uploadIdMarker,
    @QueryParam("max-uploads") @Nullable Integer maxUploads,
    @QueryParam("prefix") @Nullable String prefix,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<ListMultipartUploads.Output> {
  /** One upload. */
  public record Upload(
      String key,
      String uploadId,
      Owner initiator,
      Owner owner,
      String storageClass,
      Instant initiated,
      @Nullable String checksumAlgorithm,
      @Nullable String checksumType) {}

  /** A page. */
  @XmlRoot("ListMultipartUploadsResult")
  public record Output(
      String bucket,
      String keyMarker,
      String uploadIdMarker,
      @Nullable String nextKeyMarker,
      @Nullable String nextUploadIdMarker,
      @Nullable String prefix,
      @Nullable String delimiter,
      @Nullable String encodingType,
      int maxUploads,
      @Element("IsTruncated") boolean truncated,
      @Element("Upload") List<Upload> uploads,
      @Element("CommonPrefixes") List<CommonPrefix> commonPrefixes) {}
}
