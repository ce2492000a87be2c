package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Writes an inline policy of a group.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:PutGroupPolicy")
public record PutGroupPolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName,
    @Length(min = 1, max = 131072) String policyDocument)
    implements Operation<PutGroupPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
