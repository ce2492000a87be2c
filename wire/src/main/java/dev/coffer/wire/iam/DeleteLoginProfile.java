package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Takes the password from a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteLoginProfile")
public record DeleteLoginProfile(
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") @Nullable String userName)
    implements Operation<DeleteLoginProfile.Output> {
  /** Nothing. */
  public record Output() {}
}
