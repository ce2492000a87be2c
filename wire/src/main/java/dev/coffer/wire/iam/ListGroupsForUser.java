package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the groups of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListGroupsForUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListGroupsForUser")
public record ListGroupsForUser(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListGroupsForUser.Output> {
  /** The answer. */
  public record Output(
      List<Group> groups, @Nullable Boolean isTruncated, @Nullable String marker) {}
}
