package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Replaces the description of a key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:UpdateKeyDescription")
public record UpdateKeyDescription(
    @Length(min = 1, max = 2048) String keyId, @Length(max = 8192) String description)
    implements Operation<UpdateKeyDescription.Output> {

  /** An answer without members. */
  public record Output() {}
}
