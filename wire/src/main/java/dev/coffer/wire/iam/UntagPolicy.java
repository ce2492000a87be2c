package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Removes tags from a managed policy.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UntagPolicy")
public record UntagPolicy(
    @Length(min = 20, max = 2048) String policyArn,
    @Length(max = 50) List<@Length(min = 1, max = 128) String> tagKeys)
    implements Operation<UntagPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
