package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Removes tags from a key; absent ones are no error.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_UntagResource.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:UntagResource")
public record UntagResource(
    @Length(min = 1, max = 2048) String keyId, List<@Length(min = 1, max = 128) String> tagKeys)
    implements Operation<UntagResource.Output> {

  /** An answer without members. */
  public record Output() {}
}
