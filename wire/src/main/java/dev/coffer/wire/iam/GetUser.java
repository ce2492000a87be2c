package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Returns a user, the caller when none is named.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetUser")
public record GetUser(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String userName)
    implements Operation<GetUser.Output> {
  /** The answer. */
  public record Output(User user) {}
}
