package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Returns where requests to a bucket are logged. */
@Http(method = "GET", on = On.BUCKET, selectors = "logging", action = "s3:GetBucketLogging")
public record GetBucketLogging(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketLogging.Output> {
  /** Where; empty for nowhere. */
  @XmlRoot("BucketLoggingStatus")
  public record Output(BucketLoggingStatus.@Nullable LoggingEnabled loggingEnabled) {}
}
