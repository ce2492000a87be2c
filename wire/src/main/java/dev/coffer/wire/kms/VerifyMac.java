package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an authentication code of a message.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:VerifyMac")
public record VerifyMac(
    @Length(min = 1, max = 4096) @Sensitive Blob message,
    @Length(min = 1, max = 2048) String keyId,
    MacAlgorithm macAlgorithm,
    @Length(min = 1, max = 6144) Blob mac,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Boolean dryRun)
    implements Operation<VerifyMac.Output> {

  /** What the answer holds. */
  public record Output(String keyId, boolean macValid, MacAlgorithm macAlgorithm) {}
}
