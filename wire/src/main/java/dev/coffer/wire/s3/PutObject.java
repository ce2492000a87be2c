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
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.http.Body;
import org.jspecify.annotations.Nullable;

/**
 * Stores an object, or adds to one.
 *
 * @param writeOffset the size of the object that is added to, of a directory bucket; null to store
 *     one
 */
@Http(
    method = "PUT",
    on = On.OBJECT,
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
public record PutObject(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @Group ObjectHeaders headers,
    @Group Sse sse,
    @Group SseCustomer sseCustomer,
    @Group Acl acl,
    @Header("x-amz-storage-class") @Nullable String storageClass,
    @Group Extras extras,
    @Group Integrity integrity,
    @Group WriteConditions conditions,
    @Header("x-amz-write-offset-bytes") @Nullable Long writeOffset,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Body content)
    implements Operation<PutObject.Output> {
  /** What was stored. */
  public record Output(
      @Header("ETag") String eTag,
      @Header("x-amz-expiration") @Nullable String expiration,
      @Header("x-amz-version-id") @Nullable String versionId,
      @Header("x-amz-object-size") @Nullable Long size,
      @Group ChecksumHeaders checksums,
      @Header("x-amz-checksum-type") @Nullable String checksumType,
      @Group SseApplied sse,
      @Header("x-amz-server-side-encryption-context") @Nullable String sseContext) {}
}
