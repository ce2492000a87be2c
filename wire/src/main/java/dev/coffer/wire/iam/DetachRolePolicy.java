package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Detaches a managed policy from a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DetachRolePolicy")
public record DetachRolePolicy(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 20, max = 2048) String policyArn)
    implements Operation<DetachRolePolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
