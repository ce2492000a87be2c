package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Creates an access key; its secret is shown this once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:CreateAccessKey")
public record CreateAccessKey(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String userName)
    implements Operation<CreateAccessKey.Output> {
  /** The answer. */
  public record Output(AccessKey accessKey) {}
}
