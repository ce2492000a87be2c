package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Adds a version to a managed policy.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreatePolicyVersion")
public record CreatePolicyVersion(
    @Length(min = 20, max = 2048) String policyArn,
    @Length(min = 1, max = 131072) String policyDocument,
    @Nullable Boolean setAsDefault)
    implements Operation<CreatePolicyVersion.Output> {
  /** The answer. */
  public record Output(@Nullable PolicyVersion policyVersion) {}
}
