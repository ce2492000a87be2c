package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Gives a key a further name.
 *
 * @param targetKeyId key id or key ARN
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:CreateAlias")
public record CreateAlias(
    @Length(min = 1, max = 256) @Matches("^[a-zA-Z0-9:/_-]+$") String aliasName,
    @Length(min = 1, max = 2048) String targetKeyId)
    implements Operation<CreateAlias.Output> {

  /** An answer without members. */
  public record Output() {}
}
