package dev.coffer.iam.auth;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.rpc.QueryError;

/**
 * What the session of a user or a root is kept from: it cannot call IAM, since it was begun without
 * a second factor. Source: STS API Reference, GetSessionToken, "Permissions".
 */
public final class SessionScope {
  private SessionScope() {}

  /** Refuses with InvalidClientTokenId, as Amazon does. */
  public static void require(Call call, Rpc.Service service) {
    boolean narrow =
        switch (call.caller().subject().kind()) {
          case USER, ROOT -> call.bySession();
          case ASSUMED_ROLE, ANONYMOUS, SERVICE -> false;
        };
    if (narrow && service == Rpc.Service.IAM) {
      throw QueryError.InvalidClientTokenId.refusal();
    }
  }
}
