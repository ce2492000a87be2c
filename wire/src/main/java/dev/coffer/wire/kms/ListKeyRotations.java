package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the rotations of a key.
 *
 * @param limit 100 when absent
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListKeyRotations")
public record ListKeyRotations(
    @Length(min = 1, max = 2048) String keyId,
    @Nullable IncludeKeyMaterial includeKeyMaterial,
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker)
    implements Operation<ListKeyRotations.Output> {

  /** What the answer holds. */
  public record Output(
      List<RotationsListEntry> rotations, @Nullable String nextMarker, boolean truncated) {}
}
