package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.QueryParam;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns the tags of an object, or of one version of it. */
@Http(
    method = "GET",
    on = On.OBJECT,
    selectors = "tagging",
    action = "s3:GetObjectTagging",
    versionAction = "s3:GetObjectVersionTagging")
public record GetObjectTagging(
    @Path("Bucket") String bucket,
    @Path("Key") String key,
    @QueryParam("versionId") @Nullable String versionId,
    @Header("x-amz-request-payer") @Nullable String requestPayer,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetObjectTagging.Output> {
  /** The tags; an empty set when there are none. */
  @XmlRoot("Tagging")
  public record Output(
      @Header("x-amz-version-id") @Nullable String versionId, Tagging.TagSet tagSet) {}
}
