package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Stops the use of a key and destroys its material after a window.
 *
 * @param pendingWindowInDays 30 when absent
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ScheduleKeyDeletion")
public record ScheduleKeyDeletion(
    @Length(min = 1, max = 2048) String keyId,
    @Range(min = 7, max = 30) @Nullable Integer pendingWindowInDays)
    implements Operation<ScheduleKeyDeletion.Output> {

  /** What the answer holds. */
  public record Output(
      String keyId, Instant deletionDate, KeyState keyState, int pendingWindowInDays) {}
}
