package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Switches an access key on or off.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:UpdateAccessKey")
public record UpdateAccessKey(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String userName,
    @Length(min = 16, max = 128) @Matches("[\\w]+") String accessKeyId,
    StatusType status)
    implements Operation<UpdateAccessKey.Output> {
  /** Nothing. */
  public record Output() {}
}
