package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists managed policies.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListPolicies")
public record ListPolicies(
    @Nullable PolicyScopeType scope,
    @Nullable Boolean onlyAttached,
    @Length(min = 1, max = 512) @Matches("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/")
        @Nullable String pathPrefix,
    @Nullable PolicyUsageType policyUsageFilter,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListPolicies.Output> {
  /** The answer. */
  public record Output(
      @Nullable List<Policy> policies, @Nullable Boolean isTruncated, @Nullable String marker) {}
}
