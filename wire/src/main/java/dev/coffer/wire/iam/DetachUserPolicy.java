package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Detaches a managed policy from a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DetachUserPolicy")
public record DetachUserPolicy(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 20, max = 2048) String policyArn)
    implements Operation<DetachUserPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
