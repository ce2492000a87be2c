package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.Text;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns a bucket's Region; empty for us-east-1. */
@Http(method = "GET", on = On.BUCKET, selectors = "location", action = "s3:GetBucketLocation")
public record GetBucketLocation(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketLocation.Output> {
  /** The Region. */
  @XmlRoot("LocationConstraint")
  public record Output(@Text @Nullable String locationConstraint) {}
}
