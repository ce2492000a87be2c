package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Group;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Payload;
import dev.coffer.wire.binding.QueryParam;
import org.jspecify.annotations.Nullable;

/** Gives an object, or one version of it, these tags instead of those that it has. */
@Http(
    method = "PUT",
    on = On.OBJECT,
    selectors = "tagging",
    action = "s3:PutObjectTagging",
    versionAction = "s3:PutObjectVersionTagging")
public record PutObjectTagging(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Group Integrity integrity,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner,
    @Payload Document<Tagging> tagging)
    implements Operation<PutObjectTagging.Output> {
  /** The version that has the tags now. */
  public record Output(@Header("x-amz-version-id") @Nullable String versionId) {}
}
