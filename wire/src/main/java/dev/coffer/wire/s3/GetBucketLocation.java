package dev.coffer.wire.s3;

import dev.coffer.wire.codec.Header;
import dev.coffer.wire.codec.Http;
import dev.coffer.wire.codec.Http.On;
import dev.coffer.wire.codec.Operation;
import dev.coffer.wire.codec.Path;
import dev.coffer.wire.codec.Text;
import dev.coffer.wire.codec.XmlRoot;
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
