package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an authentication code of a message.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GenerateMac")
public record GenerateMac(
    @Length(min = 1, max = 4096) @Sensitive Blob message,
    @Length(min = 1, max = 2048) String keyId,
    MacAlgorithm macAlgorithm,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Nullable Boolean dryRun)
    implements Operation<GenerateMac.Output> {

  /** What the answer holds. */
  public record Output(Blob mac, MacAlgorithm macAlgorithm, String keyId) {}
}
