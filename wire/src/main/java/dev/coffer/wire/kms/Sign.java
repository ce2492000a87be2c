package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs a message.
 *
 * @param messageType whether {@code message} is hashed here; RAW, which is, when absent
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:Sign")
public record Sign(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 4096) @Sensitive Blob message,
    @Nullable MessageType messageType,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    SigningAlgorithm signingAlgorithm,
    @Nullable Boolean dryRun)
    implements Operation<Sign.Output> {

  /** What the answer holds. */
  public record Output(String keyId, Blob signature, SigningAlgorithm signingAlgorithm) {}
}
