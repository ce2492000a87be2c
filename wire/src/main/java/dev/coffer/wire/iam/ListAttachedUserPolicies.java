package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the managed policies of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedUserPolicies.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListAttachedUserPolicies")
public record ListAttachedUserPolicies(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 512) @Matches("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/")
        @Nullable String pathPrefix,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListAttachedUserPolicies.Output> {
  /** The answer. */
  public record Output(
      @Nullable List<AttachedPolicy> attachedPolicies,
      @Nullable Boolean isTruncated,
      @Nullable String marker) {}
}
