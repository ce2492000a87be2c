package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates a user.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreateUser")
public record CreateUser(
    @Length(min = 1, max = 512) @Nullable String path,
    @Length(min = 1, max = 64) @Matches("[\\w+=,.@-]+") String userName,
    @Length(min = 20, max = 2048) @Nullable String permissionsBoundary,
    @Length(max = 50) @Nullable List<Tag> tags)
    implements Operation<CreateUser.Output> {
  /** The answer. */
  public record Output(@Nullable User user) {}
}
