package dev.coffer.wire.s3;

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

/** Lists current objects by key (the first version of the operation). */
@Http(method = "GET", on = On.BUCKET, action = "s3:ListBucket")
public record ListObjects(
    @Path("Bucket") String bucket,
    @QueryParam("delimiter") @Nullable String delimiter,
    @QueryParam("encoding-type") @Nullable String encodingType,
    @QueryParam("marker") @Nullable String marker,
    @QueryParam("max-keys") @Nullable Integer maxKeys,
    @QueryParam("prefix") @Nullable String prefix,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Header("x-amz-optional-object-attributes") @Nullable String optionalObjectAttributes)
    implements Operation<ListObjects.Output> {
  /** A page. */
  @XmlRoot("ListBucketResult")
  public record Output(
      String name,
      @Nullable String prefix,
      String marker,
      @Nullable String nextMarker,
      int maxKeys,
      @Nullable String delimiter,
      @Nullable String encodingType,
      @Element("IsTruncated") boolean truncated,
      @Element("Contents") List<ListedObject> contents,
      @Element("CommonPrefixes") List<CommonPrefix> commonPrefixes) {}
}
