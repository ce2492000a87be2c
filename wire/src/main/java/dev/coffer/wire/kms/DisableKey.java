package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Stops the use of a key until it is enabled again.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:DisableKey")
public record DisableKey(@Length(min = 1, max = 2048) String keyId)
    implements Operation<DisableKey.Output> {

  /** An answer without members. */
  public record Output() {}
}
