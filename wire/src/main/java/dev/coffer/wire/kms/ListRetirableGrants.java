package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the grants that a principal may retire.
 *
 * @param limit 50 when absent, at most 100
 * @param retiringServicePrincipal refused
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListRetirableGrants.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListRetirableGrants")
public record ListRetirableGrants(
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker,
    @Length(min = 1, max = 256) @Matches("^[\\w+=,.@:/-]+$") @Nullable String retiringPrincipal,
    @Length(min = 1, max = 128)
        @Matches("^([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+$")
        @Nullable String retiringServicePrincipal)
    implements Operation<ListRetirableGrants.Output> {

  /** What the answer holds. */
  public record Output(
      List<GrantListEntry> grants, @Nullable String nextMarker, boolean truncated) {}
}
