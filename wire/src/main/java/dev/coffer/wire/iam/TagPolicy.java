package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Adds tags to a managed policy.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagPolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:TagPolicy")
public record TagPolicy(
    @Length(min = 20, max = 2048) String policyArn, @Length(max = 50) List<Tag> tags)
    implements Operation<TagPolicy.Output> {
  /** Nothing. */
  public record Output() {}
}
