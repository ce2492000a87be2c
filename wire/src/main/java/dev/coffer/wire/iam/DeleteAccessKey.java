package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Deletes an access key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:DeleteAccessKey")
public record DeleteAccessKey(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String userName,
    @Length(min = 16, max = 128) @Matches("[\\w]+") String accessKeyId)
    implements Operation<DeleteAccessKey.Output> {
  /** Nothing. */
  public record Output() {}
}
