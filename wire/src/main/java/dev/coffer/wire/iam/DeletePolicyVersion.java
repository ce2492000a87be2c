package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes a version that is not the default.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeletePolicyVersion")
public record DeletePolicyVersion(
    @Length(min = 20, max = 2048) String policyArn,
    @Matches("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?") String versionId)
    implements Operation<DeletePolicyVersion.Output> {
  /** Nothing. */
  public record Output() {}
}
