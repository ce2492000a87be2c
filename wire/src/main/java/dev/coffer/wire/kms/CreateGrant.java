package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a principal use a key.
 *
 * @param granteeServicePrincipal refused
 * @param retiringServicePrincipal refused
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:CreateGrant")
public record CreateGrant(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 256) @Matches("^[\\w+=,.@:/-]+$") @Nullable String granteePrincipal,
    @Length(min = 1, max = 256) @Matches("^[\\w+=,.@:/-]+$") @Nullable String retiringPrincipal,
    List<GrantOperation> operations,
    @Nullable GrantConstraints constraints,
    @Length(max = 10) @Nullable List<@Length(min = 1, max = 8192) String> grantTokens,
    @Length(min = 1, max = 256) @Matches("^[a-zA-Z0-9:/_-]+$") @Nullable String name,
    @Nullable Boolean dryRun,
    @Length(min = 1, max = 128)
        @Matches("^([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+$")
        @Nullable String granteeServicePrincipal,
    @Length(min = 1, max = 128)
        @Matches("^([A-Za-z0-9\\-]+)\\.([A-Za-z0-9\\-]+)(\\.[A-Za-z0-9\\-]+)+$")
        @Nullable String retiringServicePrincipal)
    implements Operation<CreateGrant.Output> {

  /** What the answer holds. */
  public record Output(String grantToken, String grantId) {}
}
