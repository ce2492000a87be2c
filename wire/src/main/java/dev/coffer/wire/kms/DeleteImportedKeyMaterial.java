package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Takes imported key material out of a key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:DeleteImportedKeyMaterial")
public record DeleteImportedKeyMaterial(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 64, max = 64) @Matches("^[a-f0-9]+$") @Nullable String keyMaterialId)
    implements Operation<DeleteImportedKeyMaterial.Output> {

  /** What the answer holds. */
  public record Output(String keyId, @Nullable String keyMaterialId) {}
}
