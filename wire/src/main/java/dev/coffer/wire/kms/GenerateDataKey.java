package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data key and encrypts it.
 *
 * @param numberOfBytes this or {@code keySpec}, not both
 * @param recipient refused
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GenerateDataKey")
public record GenerateDataKey(
    @Length(min = 1, max = 2048) String keyId,
    @Nullable Map<String, String> encryptionContext,
    @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes,
    @Nullable DataKeySpec keySpec,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Recipient recipient,
    @Nullable Boolean dryRun)
    implements Operation<GenerateDataKey.Output> {

  /** What the answer holds. */
  public record Output(
      Blob ciphertextBlob, @Sensitive Blob plaintext, String keyId, String keyMaterialId) {}
}
