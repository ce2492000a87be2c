package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes a user that has nothing left.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteUser")
public record DeleteUser(@Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName)
    implements Operation<DeleteUser.Output> {
  /** Nothing. */
  public record Output() {}
}
