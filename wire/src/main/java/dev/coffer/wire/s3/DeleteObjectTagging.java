package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Removes all tags of an object, or of one version of it. */
@Http(
    method = "DELETE",
    on = On.OBJECT,
    selectors = "tagging",
    status = 204,
    action = "s3:DeleteObjectTagging",
    versionAction = "s3:DeleteObjectVersionTagging")
public record DeleteObjectTagging(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<DeleteObjectTagging.Output> {
  /** The version that has no tags now. */
  public record Output(@Header("x-amz-version-id") @Nullable String versionId) {}
}
