package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Chooses the version of a managed policy that counts.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:SetDefaultPolicyVersion")
public record SetDefaultPolicyVersion(
    @Length(min = 20, max = 2048) String policyArn,
    @Matches("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?") String versionId)
    implements Operation<SetDefaultPolicyVersion.Output> {
  /** Nothing. */
  public record Output() {}
}
