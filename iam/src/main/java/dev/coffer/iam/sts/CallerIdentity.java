package dev.coffer.iam.sts;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.sts.GetCallerIdentity;
import dev.coffer.wire.sts.StsError;

/** Says who the caller is; needs no permission. */
public final class CallerIdentity {
  private CallerIdentity() {}

  /** Of a root, a user or a session. */
  public static GetCallerIdentity.Output getCallerIdentity(Call call, GetCallerIdentity op) {
    Caller.Principal caller = principal(call);
    return new GetCallerIdentity.Output(
        caller.subject().userId(), caller.account().id(), caller.arn());
  }

  /** STS serves nobody who did not sign. */
  static Caller.Principal principal(Call call) {
    return switch (call.caller()) {
      case Caller.Principal principal -> principal;
      case Caller.Anonymous _, Caller.Service _ -> throw StsError.AccessDenied.refusal();
    };
  }
}
