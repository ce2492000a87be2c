package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of the caller's account.
 *
 * @param limit 100 when absent
 * @param resourceOwners nothing is shared between accounts, so theirs are none
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListKeys")
public record ListKeys(
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker,
    @Length(min = 1, max = 2) @Nullable List<ResourceOwner> resourceOwners)
    implements Operation<ListKeys.Output> {

  /** What the answer holds. */
  public record Output(List<Entry> keys, @Nullable String nextMarker, boolean truncated) {}

  /** A key. */
  public record Entry(String keyId, String keyArn) {}
}
