package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.entity.Change;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.Rows;
import dev.coffer.wire.iam.IamError;
import java.util.function.Function;

/** Carries operations out on the account of the caller. */
record Acts(Ledger ledger) {
  /**
   * Looks.
   *
   * @param action that the caller needs
   */
  <T> T look(Call call, String action, Function<Act<Rows>, T> body) {
    return ledger.view(
        account(call), rows -> body.apply(new Act<>(rows, call, action, call.keys())));
  }

  /** Changes; nothing is stored when the body throws. */
  <T> T change(Call call, String action, Function<Act<Change>, T> body) {
    return ledger.change(
        account(call), rows -> body.apply(new Act<>(rows, call, action, call.keys())));
  }

  static String account(Call call) {
    return switch (call.caller()) {
      case Caller.Principal principal -> principal.account().id();
      case Caller.Anonymous _, Caller.Service _ ->
          throw IamError.MissingAuthenticationToken.refusal();
    };
  }
}
