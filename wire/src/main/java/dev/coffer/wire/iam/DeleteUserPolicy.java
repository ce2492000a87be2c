package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Deletes an inline policy of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteUserPolicy")
public record DeleteUserPolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName)
    implements Operation<DeleteUserPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
