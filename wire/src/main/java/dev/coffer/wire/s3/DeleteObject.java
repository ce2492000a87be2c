package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Directory.Endpoint;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Deletes an object or one version of it. */
@Http(
    method = "DELETE",
    on = On.OBJECT,
    status = 204,
    action = "s3:DeleteObject",
    versionAction = "s3:DeleteObjectVersion")
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
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<DeleteObject.Output> {
  /** What was deleted, or the marker that now hides the key. */
  public record Output(
      @Header("x-amz-delete-marker") @Nullable Boolean deleteMarker,
      @Header("x-amz-version-id") @Nullable String versionId) {}
}
