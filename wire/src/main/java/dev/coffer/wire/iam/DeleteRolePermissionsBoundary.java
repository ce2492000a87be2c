package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Takes the limit from a role.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteRolePermissionsBoundary")
public record DeleteRolePermissionsBoundary(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName)
    implements Operation<DeleteRolePermissionsBoundary.Output> {
  /** Nothing. */
  public record Output() {}
}
