package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns the tags of a bucket. */
@Http(method = "GET", on = On.BUCKET, selectors = "tagging", action = "s3:GetBucketTagging")
public record GetBucketTagging(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketTagging.Output> {
  /** The tags. */
  @XmlRoot("Tagging")
  public record Output(Tagging.TagSet tagSet) {}
}
