package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.Also;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * Deletes an object or one version of it.
 *
 * @param ifLastModified of a directory bucket: only if it was last modified then, an HTTP date
 * @param ifSize of a directory bucket: only if it is of so many bytes
 */
@Http(
    method = "DELETE",
    on = On.OBJECT,
    status = 204,
    action = "s3:DeleteObject",
    versionAction = "s3:DeleteObjectVersion",
    also =
        @Also(
            header = "x-amz-bypass-governance-retention",
            action = "s3:BypassGovernanceRetention"))
@Directory(
    endpoint = Endpoint.ZONAL,
    action = "s3express:CreateSession",
    session = true,
    writes = true)
public record DeleteObject(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("If-Match") @Nullable String ifMatch,
    @Header("x-amz-if-match-last-modified-time") @Nullable String ifLastModified,
    @Header("x-amz-if-match-size") @Nullable Long ifSize,
    @Header("x-amz-bypass-governance-retention") @Nullable Boolean bypassGovernance,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<DeleteObject.Output> {
  /** One without a condition of directory buckets. */
  public DeleteObject(
      String bucket,
      String key,
      @Nullable String versionId,
      @Nullable String ifMatch,
      @Nullable Boolean bypassGovernance,
      @Nullable String requestPayer,
      @Nullable String expectedBucketOwner) {
    this(
        bucket,
        key,
        versionId,
        ifMatch,
        null,
        null,
        bypassGovernance,
        requestPayer,
        expectedBucketOwner);
  }

  /** One that bypasses nothing. */
  public DeleteObject(
      String bucket,
      String key,
      @Nullable String versionId,
      @Nullable String ifMatch,
      @Nullable String requestPayer,
      @Nullable String expectedBucketOwner) {
    this(bucket, key, versionId, ifMatch, null, null, null, requestPayer, expectedBucketOwner);
  }

  /** What was deleted, or the marker that now hides the key. */
  public record Output(
      @Header("x-amz-delete-marker") @Nullable Boolean deleteMarker,
      @Header("x-amz-version-id") @Nullable String versionId) {}
}
