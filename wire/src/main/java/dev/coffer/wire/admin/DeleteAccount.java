package dev.coffer.wire.admin;

import dev.coffer.wire.binding.Matches;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;

/** Removes an account that has neither buckets nor identities nor keys. */
@Rpc(service = Rpc.Service.ADMIN, action = "coffer:DeleteAccount")
public record DeleteAccount(@Matches("[0-9]{12}") String account)
    implements Operation<DeleteAccount.Output> {

  /** It is gone. */
  public record Output() {}
}
