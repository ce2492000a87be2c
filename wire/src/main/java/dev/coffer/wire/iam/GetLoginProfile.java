package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Returns when a user got a password.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:GetLoginProfile")
public record GetLoginProfile(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") @Nullable String userName)
    implements Operation<GetLoginProfile.Output> {
  /** The answer. */
  public record Output(LoginProfile loginProfile) {}
}
