package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the managed policies of a group.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedGroupPolicies.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListAttachedGroupPolicies")
public record ListAttachedGroupPolicies(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 512) @Matches("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/")
        @Nullable String pathPrefix,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListAttachedGroupPolicies.Output> {
  /** The answer. */
  public record Output(
      @Nullable List<AttachedPolicy> attachedPolicies,
      @Nullable Boolean isTruncated,
      @Nullable String marker) {}
}
