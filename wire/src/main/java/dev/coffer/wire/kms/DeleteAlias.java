package dev.coffer.wire.kms;

import dev.coffer.wire.binding.Length;
import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/**
 * Removes an alias and leaves its key.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html">Amazon's
 *     page</a>
 */
@Rpc(service = Rpc.Service.KMS, action = "kms:DeleteAlias")
public record DeleteAlias(
    @Length(min = 1, max = 256) @Matches("^[a-zA-Z0-9:/_-]+$") String aliasName)
    implements Operation<DeleteAlias.Output> {

  /** An answer without members. */
  public record Output() {}
}
