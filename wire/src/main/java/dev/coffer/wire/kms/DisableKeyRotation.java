package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Ends the regular rotation of a key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:DisableKeyRotation")
public record DisableKeyRotation(@Length(min = 1, max = 2048) String keyId)
    implements Operation<DisableKeyRotation.Output> {

  /** An answer without members. */
  public record Output() {}
}
