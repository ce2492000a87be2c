package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts what Encrypt, ReEncrypt or GenerateDataKey made.
 *
 * @param keyId of the key that must have encrypted it; else the ciphertext tells
 * @param recipient refused
 * @param dryRunModifiers refused
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:Decrypt")
public record Decrypt(
    @Length(min = 1, max = 6144) @Nullable Blob ciphertextBlob,
    @Nullable Map<String, String> encryptionContext,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Length(min = 1, max = 2048) @Nullable String keyId,
    @Nullable EncryptionAlgorithm encryptionAlgorithm,
    @Nullable Recipient recipient,
    @Nullable Boolean dryRun,
    @Nullable List<DryRunModifier> dryRunModifiers)
    implements Operation<Decrypt.Output> {

  /** What the answer holds. */
  public record Output(
      String keyId,
      @Sensitive Blob plaintext,
      EncryptionAlgorithm encryptionAlgorithm,
      String keyMaterialId) {}
}
