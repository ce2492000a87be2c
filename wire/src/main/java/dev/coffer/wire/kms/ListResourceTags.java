package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the tags of a key.
 *
 * @param limit 50 when absent or above
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListResourceTags")
public record ListResourceTags(
    @Length(min = 1, max = 2048) String keyId,
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker)
    implements Operation<ListResourceTags.Output> {

  /** What the answer holds. */
  public record Output(List<Tag> tags, @Nullable String nextMarker, boolean truncated) {}
}
