package dev.coffer.wire.s3;

import dev.coffer.wire.binding.Element;
import dev.coffer.wire.binding.Header;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Http.On;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Path;
import dev.coffer.wire.binding.XmlRoot;
import org.jspecify.annotations.Nullable;

/** Says whether a bucket's policy opens it to the public. */
@Http(
    method = "GET",
    on = On.BUCKET,
    selectors = "policyStatus",
    action = "s3:GetBucketPolicyStatus")
public record GetBucketPolicyStatus(
    @Path("Bucket") String bucket,
    @Header("x-amz-expected-bucket-owner") @Nullable String expectedBucketOwner)
    implements Operation<GetBucketPolicyStatus.Output> {
  /** The answer. */
  @XmlRoot("PolicyStatus")
  public record Output(@Element("IsPublic") boolean open) {}
}
