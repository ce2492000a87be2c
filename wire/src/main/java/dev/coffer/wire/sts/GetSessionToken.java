package dev.coffer.wire.sts;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Gives credentials that end, with the rights of the user who asks.
 *
 * @param serialNumber of a device for a second factor
 * @param tokenCode what the device shows
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.STS, action = "sts:GetSessionToken")
public record GetSessionToken(
    @Range(min = 900, max = 129600) @Nullable Integer durationSeconds,
    @Length(min = 9, max = 256) @Matches("[\\w+=/:,.@-]*") @Nullable String serialNumber,
    @Length(min = 6, max = 6) @Matches("[\\d]*") @Nullable String tokenCode)
    implements Operation<GetSessionToken.Output> {

  /** The credentials. */
  public record Output(Credentials credentials) {}
}
