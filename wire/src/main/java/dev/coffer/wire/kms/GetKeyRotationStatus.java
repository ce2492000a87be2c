package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether and when a key is rotated.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GetKeyRotationStatus")
public record GetKeyRotationStatus(@Length(min = 1, max = 2048) String keyId)
    implements Operation<GetKeyRotationStatus.Output> {

  /** What the answer holds. */
  public record Output(
      boolean keyRotationEnabled,
      String keyId,
      @Nullable Integer rotationPeriodInDays,
      @Nullable Instant nextRotationDate) {}
}
