package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a signature of a message.
 *
 * @param messageType whether {@code message} is hashed here; RAW, which is, when absent
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:Verify")
public record Verify(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 4096) @Sensitive Blob message,
    @Nullable MessageType messageType,
    @Length(min = 1, max = 6144) Blob signature,
    SigningAlgorithm signingAlgorithm,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Boolean dryRun)
    implements Operation<Verify.Output> {

  /** What the answer holds. */
  public record Output(String keyId, boolean signatureValid, SigningAlgorithm signingAlgorithm) {}
}
