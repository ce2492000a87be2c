package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Lets an alias name another key of the same kind.
 *
 * @param targetKeyId key id or key ARN
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:UpdateAlias")
public record UpdateAlias(
    @Length(min = 1, max = 256) @Matches("^[a-zA-Z0-9:/_-]+$") String aliasName,
    @Length(min = 1, max = 2048) String targetKeyId)
    implements Operation<UpdateAlias.Output> {

  /** An answer without members. */
  public record Output() {}
}
