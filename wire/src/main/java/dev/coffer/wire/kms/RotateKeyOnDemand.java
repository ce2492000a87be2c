package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Gives a key new material at once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:RotateKeyOnDemand")
public record RotateKeyOnDemand(@Length(min = 1, max = 2048) String keyId)
    implements Operation<RotateKeyOnDemand.Output> {

  /** What the answer holds. */
  public record Output(String keyId) {}
}
