package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Returns an inline policy of a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetRolePolicy")
public record GetRolePolicy(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName)
    implements Operation<GetRolePolicy.Output> {
  /** The answer. */
  public record Output(String roleName, String policyName, String policyDocument) {}
}
