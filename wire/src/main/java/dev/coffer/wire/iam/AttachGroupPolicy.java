package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Attaches a managed policy to a group.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:AttachGroupPolicy")
public record AttachGroupPolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 20, max = 2048) String policyArn)
    implements Operation<AttachGroupPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
