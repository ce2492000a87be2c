package dev.coffer.wire.iam;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the access keys of a user.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.IAM, action = "iam:ListAccessKeys")
public record ListAccessKeys(
    @Length(min = 1, max = 128) @Matches("[\\w+=,.@-]+") @Nullable String userName,
    @Length(min = 1, max = 320) @Nullable String marker,
    @Range(min = 1, max = 1000) @Nullable Integer maxItems)
    implements Operation<ListAccessKeys.Output> {
  /** The answer. */
  public record Output(
      List<AccessKeyMetadata> accessKeyMetadata,
      @Nullable Boolean isTruncated,
      @Nullable String marker) {}
}
