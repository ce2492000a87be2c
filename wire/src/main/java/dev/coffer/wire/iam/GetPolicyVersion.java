package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Returns a version of a managed policy with its document.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetPolicyVersion")
public record GetPolicyVersion(
    @Length(min = 20, max = 2048) String policyArn,
    @Matches("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?") String versionId)
    implements Operation<GetPolicyVersion.Output> {
  /** The answer. */
  public record Output(@Nullable PolicyVersion policyVersion) {}
}
