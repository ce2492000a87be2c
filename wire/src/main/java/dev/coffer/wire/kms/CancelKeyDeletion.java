package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Keeps a key that was to be deleted; it is disabled then.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:CancelKeyDeletion")
public record CancelKeyDeletion(@Length(min = 1, max = 2048) String keyId)
    implements Operation<CancelKeyDeletion.Output> {

  /** What the answer holds. */
  public record Output(String keyId) {}
}
