package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.Also;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Copies an object; the copy is a new write. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectingHeaders = "x-amz-copy-source",
    action = "s3:PutObject",
    sourceAction = "s3:GetObject",
    sourceVersionAction = "s3:GetObjectVersion",
    also = {
      @Also(header = "x-amz-acl", action = "s3:PutObjectAcl"),
      @Also(header = "x-amz-grant-", action = "s3:PutObjectAcl"),
      @Also(header = "x-amz-tagging", action = "s3:PutObjectTagging"),
      @Also(header = "x-amz-object-lock-mode", action = "s3:PutObjectRetention"),
      @Also(header = "x-amz-object-lock-retain-until-date", action = "s3:PutObjectRetention"),
      @Also(header = "x-amz-object-lock-legal-hold", action = "s3:PutObjectLegalHold")
    })
@Directory(endpoint = Endpoint.ZONAL, action = "s3express:CreateSession", writes = true)
public record CopyObject(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @Group CopySource source,
    @Header("x-amz-metadata-directive") @Nullable String metadataDirective,
    @Header("x-amz-checksum-algorithm") @Nullable String checksumAlgorithm,
    @Header("x-amz-tagging-directive") @Nullable String taggingDirective,
    @Group ObjectHeaders headers,
    @Group Sse sse,
    @Group SseCustomer sseCustomer,
    @Group Acl acl,
    @Header("x-amz-storage-class") @Nullable String storageClass,
    @Group Extras extras,
    @Group WriteConditions conditions,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<CopyObject.Output> {
  /** The new object. */
  @XmlRoot("CopyObjectResult")
  public record Output(
      @Header("x-amz-expiration") @Nullable String expiration,
      @Header("x-amz-version-id") @Nullable String versionId,
      @Header("x-amz-copy-source-version-id") @Nullable String copySourceVersionId,
      @Group SseApplied sse,
      @Header("x-amz-server-side-encryption-context") @Nullable String sseContext,
      @Element("ETag") String eTag,
      Instant lastModified,
      @Nullable String checksumType,
      @Group ChecksumElements checksums) {}
}
