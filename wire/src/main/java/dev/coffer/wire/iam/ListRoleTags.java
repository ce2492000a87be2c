package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the tags of a role.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListRoleTags")
public record ListRoleTags(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String roleName,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListRoleTags.Output> {
  /** The answer. */
  public record Output(List<Tag> tags, @Nullable Boolean isTruncated, @Nullable String marker) {}
}
