package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Creates a group.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreateGroup")
public record CreateGroup(
    @Length(min = 1, max = 512) @Nullable String path,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName)
    implements Operation<CreateGroup.Output> {
  /** The answer. */
  public record Output(Group group) {}
}
