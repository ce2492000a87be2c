package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Lets a key be used.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:EnableKey")
public record EnableKey(@Length(min = 1, max = 2048) String keyId)
    implements Operation<EnableKey.Output> {

  /** An answer without members. */
  public record Output() {}
}
