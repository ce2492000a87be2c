package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.Account;
import org.junit.jupiter.api.Test;

final class EvaluatorTest {
  private static final Account OURS = new Account("123456789012", "ab".repeat(32));
  private static final Account THEIRS = new Account("210987654321", "cd".repeat(32));
  private static final Caller ROOT = new Caller.Principal(OURS, OURS.rootArn(), "AKID");
  private static final Caller USER =
      new Caller.Principal(OURS, "arn:aws:iam::123456789012:user/u", "AKID2");

  @Test
  void anAccountsRootMayDoEverythingInItsAccount() {
    assertThat(Evaluator.decide(ROOT, "s3:PutObject", OURS)).isInstanceOf(Decision.Allow.class);
  }

  @Test
  void nobodyElseMay() {
    for (Caller caller : new Caller[] {USER, new Caller.Anonymous()}) {
      assertThat(Evaluator.decide(caller, "s3:PutObject", OURS)).isInstanceOf(Decision.Deny.class);
    }
    assertThat(Evaluator.decide(ROOT, "s3:GetObject", THEIRS))
        .isEqualTo(
            new Decision.Deny(
                "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:GetObject"
                    + " because no resource-based policy allows the action"));
  }

  @Test
  void theServiceItselfIsOpenToRootsButNotToStrangers() {
    assertThat(Evaluator.decide(ROOT, "s3:CreateBucket", null)).isInstanceOf(Decision.Allow.class);
    assertThat(Evaluator.decide(new Caller.Anonymous(), "s3:ListAllMyBuckets", null))
        .isInstanceOf(Decision.Deny.class);
  }
}
