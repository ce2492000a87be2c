package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Changes who may assume a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UpdateAssumeRolePolicy")
public record UpdateAssumeRolePolicy(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 1, max = 131072) String policyDocument)
    implements Operation<UpdateAssumeRolePolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
