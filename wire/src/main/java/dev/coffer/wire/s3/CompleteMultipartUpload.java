package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an object of an upload's parts. */
@Http(method = "POST", on = On.OBJECT, selectors = "uploadId", action = "s3:PutObject")
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record CompleteMultipartUpload(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("uploadId") String uploadId,
    @Group ChecksumHeaders checksums,
    @Header("x-amz-checksum-type") @Nullable String checksumType,
    @Header("x-amz-mp-object-size") @Nullable Long objectSize,
    @Group SseCustomer sseCustomer,
    @Group WriteConditions conditions,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<CompletedUpload> parts)
    implements Operation<CompleteMultipartUpload.Output> {
  /** The parts that make the object, in order. */
  @XmlRoot("CompleteMultipartUpload")
  public record CompletedUpload(@Element("Part") List<CompletedPart> parts) {}

  /** One part as the client knows it. */
  public record CompletedPart(
      int partNumber, @Element("ETag") String eTag, @Group ChecksumElements checksums) {}

  /** The object. */
  @XmlRoot("CompleteMultipartUploadResult")
  public record Output(
      @Header("x-amz-expiration") @Nullable String expiration,
      @Header("x-amz-version-id") @Nullable String versionId,
      @Group SseApplied sse,
      String location,
      String bucket,
      String key,
      @Element("ETag") String eTag,
      @Nullable String checksumType,
      @Group ChecksumElements checksums) {}
}
