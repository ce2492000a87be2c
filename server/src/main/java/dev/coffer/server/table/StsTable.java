package dev.coffer.server.table;

import dev.coffer.iam.sts.CallerIdentity;
import dev.coffer.iam.sts.RoleAssumption;
import dev.coffer.iam.sts.UserSessions;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.GetCallerIdentity;
import dev.coffer.wire.sts.GetSessionToken;

/** The STS operations that are served, a line each. */
public final class StsTable {
  private StsTable() {}

  /** Everything that STS offers. */
  public static RpcTable of(RoleAssumption roles, UserSessions users) {
    return new RpcTable(Rpc.Service.STS)
        .serve(GetCallerIdentity.class, CallerIdentity::getCallerIdentity)
        .serve(AssumeRole.class, roles::assumeRole)
        .serve(GetSessionToken.class, users::getSessionToken);
  }
}
