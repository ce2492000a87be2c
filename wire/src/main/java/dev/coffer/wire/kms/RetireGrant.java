package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import org.jspecify.annotations.Nullable;

/**
 * Ends a grant, by the one who no longer needs it.
 *
 * @param grantToken this, or key and grant
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:RetireGrant")
public record RetireGrant(
    @Length(min = 1, max = 8192) @Nullable String grantToken,
    @Length(min = 1, max = 2048) @Nullable String keyId,
    @Length(min = 1, max = 128) @Nullable String grantId,
    @Nullable Boolean dryRun)
    implements Operation<RetireGrant.Output> {

  /** An answer without members. */
  public record Output() {}
}
