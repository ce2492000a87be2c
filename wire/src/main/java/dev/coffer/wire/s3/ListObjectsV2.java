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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists current objects by key. */
@Http(method = "GET", on = On.BUCKET, selectors = "list-type=2", action = "s3:ListBucket")
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", session = true)
public record ListObjectsV2(
    @Path("Bucket") String bucket,
    @QueryParam("delimiter") @Nullable String delimiter,
    @QueryParam("encoding-type") @Nullable String encodingType,
    @QueryParam("max-keys") @Nullable Integer maxKeys,
    @QueryParam("prefix") @Nullable String prefix,
    @QueryParam("continuation-token") @Nullable String continuationToken,
    @QueryParam("fetch-owner") @Nullable Boolean fetchOwner,
    @QueryParam("start-after") @Nullable String startAfter,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Header("x-amz-optional-object-attributes") @Nullable String optionalObjectAttributes)
    implements Operation<ListObjectsV2.Output> {
  /** A page. */
  @XmlRoot("ListBucketResult")
  public record Output(
      String name,
      String prefix,
      @Nullable String delimiter,
      int maxKeys,
      int keyCount,
      @Nullable String continuationToken,
      @Nullable String nextContinuationToken,
      @Nullable String startAfter,
      @Nullable String encodingType,
      @Element("IsTruncated") boolean truncated,
      @Element("Contents") List<ListedObject> contents,
      @Element("CommonPrefixes") List<CommonPrefix> commonPrefixes) {}
}
