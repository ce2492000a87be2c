package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Returns an inline policy of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetUserPolicy")
public record GetUserPolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName)
    implements Operation<GetUserPolicy.Output> {
  /** The answer. */
  public record Output(String userName, String policyName, String policyDocument) {}
}
