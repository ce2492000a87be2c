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
 * Encrypts at most 4,096 bytes.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:Encrypt")
public record Encrypt(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 4096) @Sensitive Blob plaintext,
    @Nullable Map<String, String> encryptionContext,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable EncryptionAlgorithm encryptionAlgorithm,
    @Nullable Boolean dryRun)
    implements Operation<Encrypt.Output> {

  /** What the answer holds. */
  public record Output(
      Blob ciphertextBlob, String keyId, EncryptionAlgorithm encryptionAlgorithm) {}
}
