package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Writes an inline policy of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:PutUserPolicy")
public record PutUserPolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName,
    @Length(min = 1, max = 131072) String policyDocument)
    implements Operation<PutUserPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
