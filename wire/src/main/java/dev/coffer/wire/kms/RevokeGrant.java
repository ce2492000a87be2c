package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Ends a grant, by the one who manages the key.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:RevokeGrant")
public record RevokeGrant(
    @Length(min = 1, max = 2048) String keyId,
    @Length(min = 1, max = 128) String grantId,
    @Nullable Boolean dryRun)
    implements Operation<RevokeGrant.Output> {

  /** An answer without members. */
  public record Output() {}
}
