package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes a role that has nothing left.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteRole")
public record DeleteRole(@Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName)
    implements Operation<DeleteRole.Output> {
  /** Nothing. */
  public record Output() {}
}
