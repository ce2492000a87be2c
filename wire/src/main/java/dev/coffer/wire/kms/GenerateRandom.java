package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.binding.Sensitive;
import org.jspecify.annotations.Nullable;

/**
 * Gives random bytes.
 *
 * @param customKeyStoreId refused
 * @param recipient refused
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:GenerateRandom")
public record GenerateRandom(
    @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes,
    @Length(min = 1, max = 64) @Nullable String customKeyStoreId,
    @Nullable Recipient recipient)
    implements Operation<GenerateRandom.Output> {

  /** What the answer holds. */
  public record Output(@Sensitive Blob plaintext) {}
}
