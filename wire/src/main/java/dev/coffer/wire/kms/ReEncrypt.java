package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts and encrypts again under another key or context, inside.
 *
 * @param dryRunModifiers refused
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ReEncryptFrom")
public record ReEncrypt(
    @Length(min = 1, max = 6144) @Nullable Blob ciphertextBlob,
    @Nullable Map<String, String> sourceEncryptionContext,
    @Length(min = 1, max = 2048) @Nullable String sourceKeyId,
    @Length(min = 1, max = 2048) String destinationKeyId,
    @Nullable Map<String, String> destinationEncryptionContext,
    @Nullable EncryptionAlgorithm sourceEncryptionAlgorithm,
    @Nullable EncryptionAlgorithm destinationEncryptionAlgorithm,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Boolean dryRun,
    @Nullable List<DryRunModifier> dryRunModifiers)
    implements Operation<ReEncrypt.Output> {

  /** What the answer holds. */
  public record Output(
      Blob ciphertextBlob,
      String sourceKeyId,
      String keyId,
      EncryptionAlgorithm sourceEncryptionAlgorithm,
      EncryptionAlgorithm destinationEncryptionAlgorithm,
      String sourceKeyMaterialId,
      String destinationKeyMaterialId) {}
}
