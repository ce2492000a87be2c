package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Renames a group or moves it to another path.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UpdateGroup")
public record UpdateGroup(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String groupName,
    @Length(min = 1, max = 512) @Nullable String newPath,
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String newGroupName)
    implements Operation<UpdateGroup.Output> {
  /** Nothing. */
  public record Output() {}
}
