package dev.coffer.wire.s3;

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

/** Lists all versions and delete markers, keys ascending, newest first within a key. */
@Http(method = "GET", on = On.BUCKET, selectors = "versions", action = "s3:ListBucketVersions")
public record ListObjectVersions(
    @Path("Bucket") String bucket,
    @QueryParam("delimiter") @Nullable String delimiter,
    @QueryParam("encoding-type") @Nullable String encodingType,
    @QueryParam("key-marker") @Nullable String keyMarker,
    @QueryParam("version-id-marker") @Nullable String versionIdMarker,
    @QueryParam("max-keys") @Nullable Integer maxKeys,
    @QueryParam("prefix") @Nullable String prefix,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Header("x-amz-optional-object-attributes") @Nullable String optionalObjectAttributes)
    implements Operation<ListObjectVersions.Output> {
  /** A version that holds an object. */
  public record Version(
      String key,
      String versionId,
      @Element("IsLatest") boolean latest,
      Instant lastModified,
      @Element("ETag") String eTag,
      List<String> checksumAlgorithm,
      @Nullable String checksumType,
      long size,
      Owner owner,
      String storageClass) {}

  /** A version that says that the key was deleted. */
  public record DeleteMarker(
      String key,
      String versionId,
      @Element("IsLatest") boolean latest,
      Instant lastModified,
      Owner owner) {}

  /** A page. */
  @XmlRoot("ListVersionsResult")
  public record Output(
      String name,
      @Nullable String prefix,
      @Nullable String delimiter,
      String keyMarker,
      String versionIdMarker,
      @Nullable String nextKeyMarker,
      @Nullable String nextVersionIdMarker,
      int maxKeys,
      @Nullable String encodingType,
      @Element("IsTruncated") boolean truncated,
      @Element("Version") List<Version> versions,
      @Element("DeleteMarker") List<DeleteMarker> deleteMarkers,
      @Element("CommonPrefixes") List<CommonPrefix> commonPrefixes) {}
}
