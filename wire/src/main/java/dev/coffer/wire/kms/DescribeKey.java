package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a KMS key.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:DescribeKey")
public record DescribeKey(
    @Length(min = 1, max = 2048) String keyId,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens)
    implements Operation<DescribeKey.Output> {

  /** What the answer holds. */
  public record Output(KeyMetadata keyMetadata) {}
}
