package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Range;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the grants of a key.
 *
 * @param limit 50 when absent, at most 100
 * @param granteeServicePrincipal refused
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:ListGrants")
public record ListGrants(
    @Range(min = 1, max = 1000) @Nullable Integer limit,
    @Length(min = 1, max = 1024) @Nullable String marker,
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 128) @Nullable String grantId,
    @Length(min = 1, max = 256) @Matches("^[\\w+=,.@:/-]+$") @Nullable String granteePrincipal,
    @Length(min = 1, max = 128)
        @Matches("^([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+$")
        @Nullable String granteeServicePrincipal)
    implements Operation<ListGrants.Output> {

  /** What the answer holds. */
  public record Output(
      List<GrantListEntry> grants, @Nullable String nextMarker, boolean truncated) {}
}
