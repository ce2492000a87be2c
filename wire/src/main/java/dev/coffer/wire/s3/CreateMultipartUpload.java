package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
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

/** Begins a multipart upload. */
@Http(
    method = "POST",
    on = On.OBJECT,
    selectors = "uploads",
    action = "s3:PutObject",
    also = {
      @Also(header = "x-amz-acl", action = "s3:PutObjectAcl"),
      @Also(header = "x-amz-grant-", action = "s3:PutObjectAcl"),
      @Also(header = "x-amz-tagging", action = "s3:PutObjectTagging"),
      @Also(header = "x-amz-object-lock-mode", action = "s3:PutObjectRetention"),
      @Also(header = "x-amz-object-lock-retain-until-date", action = "s3:PutObjectRetention"),
      @Also(header = "x-amz-object-lock-legal-hold", action = "s3:PutObjectLegalHold")
    })
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record CreateMultipartUpload(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @Group ObjectHeaders headers,
    @Group Sse sse,
    @Group SseCustomer sseCustomer,
    @Group Acl acl,
    @Header("x-amz-storage-class") @Nullable String storageClass,
    @Group Extras extras,
    @Header("x-amz-checksum-algorithm") @Nullable String checksumAlgorithm,
    @Header("x-amz-checksum-type") @Nullable String checksumType,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<CreateMultipartUpload.Output> {
  /** The upload. */
  @XmlRoot("InitiateMultipartUploadResult")
  public record Output(
      @Header("x-amz-abort-date") @Nullable Instant abortDate,
      @Header("x-amz-abort-rule-id") @Nullable String abortRuleId,
      @Header("x-amz-checksum-algorithm") @Nullable String checksumAlgorithm,
      @Header("x-amz-checksum-type") @Nullable String checksumType,
      @Group SseApplied sse,
      @Header("x-amz-server-side-encryption-context") @Nullable String sseContext,
      String bucket,
      String key,
      String uploadId) {}
}
