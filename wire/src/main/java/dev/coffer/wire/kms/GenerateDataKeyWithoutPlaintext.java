package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a data key and gives it encrypted only.
 *
 * @param numberOfBytes this or {@code keySpec}, not both
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GenerateDataKeyWithoutPlaintext")
public record GenerateDataKeyWithoutPlaintext(
    @Length(min = 1, max = 2048) String keyId,
    @Nullable Map<String, String> encryptionContext,
    @Nullable DataKeySpec keySpec,
    @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Boolean dryRun)
    implements Operation<GenerateDataKeyWithoutPlaintext.Output> {

  /** What the answer holds. */
  public record Output(Blob ciphertextBlob, String keyId, String keyMaterialId) {}
}
