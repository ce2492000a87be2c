package dev.coffer.iam.admin;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.admin.AdminError;

/** Whether a caller may administer the installation, which belongs to the management account. */
public final class Permit {
  private Permit() {}

  /** Refuses with AccessDenied; strangers to the management account learn no reason. */
  public static void require(Call call, String action) {
    Subject subject = call.caller().subject();
    var question = Question.of(subject, action, "*", Accounts.MANAGEMENT, call.keys());
    switch (Evaluator.decide(question)) {
      case Decision.Allow _ -> {}
      case Decision.Deny deny -> {
        boolean own = subject.accountId().equals(Accounts.MANAGEMENT);
        throw own
            ? AdminError.AccessDenied.because(deny.messageWithoutQuotes())
            : AdminError.AccessDenied.refusal();
      }
    }
  }
}
