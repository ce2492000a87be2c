package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes a group that has nothing left.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteGroup")
public record DeleteGroup(@Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName)
    implements Operation<DeleteGroup.Output> {
  /** Nothing. */
  public record Output() {}
}
