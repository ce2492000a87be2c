package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Returns a role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetRole")
public record GetRole(@Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName)
    implements Operation<GetRole.Output> {
  /** The answer. */
  public record Output(Role role) {}
}
