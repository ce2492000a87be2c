package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Renames a user or moves it to another path.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UpdateUser")
public record UpdateUser(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 1, max = 512) @Nullable String newPath,
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") @Nullable String newUserName)
    implements Operation<UpdateUser.Output> {
  /** Nothing. */
  public record Output() {}
}
