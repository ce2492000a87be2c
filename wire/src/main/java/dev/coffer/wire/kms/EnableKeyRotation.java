package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Lets a key be rotated regularly.
 *
 * @param rotationPeriodInDays 365 when absent
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:EnableKeyRotation")
public record EnableKeyRotation(
    @Length(min = 1, max = 2048) String keyId,
    @Range(min = 90, max = 2560) @Nullable Integer rotationPeriodInDays)
    implements Operation<EnableKeyRotation.Output> {

  /** An answer without members. */
  public record Output() {}
}
