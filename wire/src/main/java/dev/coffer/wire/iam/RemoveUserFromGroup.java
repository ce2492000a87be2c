package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Removes a user from a group.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:RemoveUserFromGroup")
public record RemoveUserFromGroup(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName)
    implements Operation<RemoveUserFromGroup.Output> {
  /** Nothing. */
  public record Output() {}
}
