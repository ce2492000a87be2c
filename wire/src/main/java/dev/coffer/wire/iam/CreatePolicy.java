package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a managed policy.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreatePolicy")
public record CreatePolicy(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String policyName,
    @Length(min = 1, max = 512) @Matches("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/") @Nullable String path,
    @Length(min = 1, max = 131072) String policyDocument,
    @Length(max = 1000) @Nullable String description,
    @Length(max = 50) @Nullable List<Tag> tags)
    implements Operation<CreatePolicy.Output> {
  /** The answer. */
  public record Output(@Nullable Policy policy) {}
}
