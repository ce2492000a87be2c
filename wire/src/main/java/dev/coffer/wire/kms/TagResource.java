package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;

/**
 * Adds tags to a key, or replaces their values.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:TagResource")
public record TagResource(@Length(min = 1, max = 2048) String keyId, List<Tag> tags)
    implements Operation<TagResource.Output> {

  /** An answer without members. */
  public record Output() {}
}
