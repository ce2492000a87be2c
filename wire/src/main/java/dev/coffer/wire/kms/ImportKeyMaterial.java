package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts key material from outside into a key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ImportKeyMaterial")
public record ImportKeyMaterial(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 6144) Blob importToken,
    @Length(min = 1, max = 6144) Blob encryptedKeyMaterial,
    @Nullable Instant validTo,
    @Nullable ExpirationModel expirationModel,
    @Nullable ImportType importType,
    @Length(max = 256) @Matches("^[a-zA-Z0-9:/_\\s.-]+$") @Nullable String keyMaterialDescription,
    @Length(min = 64, max = 64) @Matches("^[a-f0-9]+$") @Nullable String keyMaterialId)
    implements Operation<ImportKeyMaterial.Output> {

  /** What the answer holds. */
  public record Output(String keyId, @Nullable String keyMaterialId) {}
}
