package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Takes the limit from a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteUserPermissionsBoundary")
public record DeleteUserPermissionsBoundary(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String userName)
    implements Operation<DeleteUserPermissionsBoundary.Output> {
  /** Nothing. */
  public record Output() {}
}
