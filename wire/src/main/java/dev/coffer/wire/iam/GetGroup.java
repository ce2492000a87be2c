package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Returns a group and its users.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetGroup")
public record GetGroup(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<GetGroup.Output> {
  /** The answer. */
  public record Output(
      Group group, List<User> users, @Nullable Boolean isTruncated, @Nullable String marker) {}
}
