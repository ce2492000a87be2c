package dev.coffer.iam.api;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.Question;
import dev.coffer.wire.iam.IamError;

/** Whether the caller may. */
final class Authority {
  private Authority() {}

  /**
   * Returns if they may.
   *
   * @param account that owns the resource
   * @throws dev.coffer.wire.rpc.RpcException AccessDenied with the reason; IAM writes the resource
   *     without quotation marks
   */
  static void require(
      Call call, String action, String resource, String account, ConditionKeys keys) {
    Question question = Question.of(call.caller().subject(), action, resource, account, keys);
    switch (Evaluator.decide(question)) {
      case Decision.Allow _ -> {}
      case Decision.Deny deny -> throw IamError.AccessDenied.because(deny.messageWithoutQuotes());
    }
  }
}
