package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the inline policies of a group.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupPolicies.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListGroupPolicies")
public record ListGroupPolicies(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListGroupPolicies.Output> {
  /** The answer. */
  public record Output(
      List<String> policyNames, @Nullable Boolean isTruncated, @Nullable String marker) {}
}
