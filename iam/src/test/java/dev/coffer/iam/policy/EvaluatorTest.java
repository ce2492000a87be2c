package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EvaluatorTest {
  private static final String OURS = "123456789012";
  private static final String THEIRS = "210987654321";
  private static final Subject ROOT = Subject.rootOf(OURS);

  @Test
  void anAccountsRootMayDoEverythingInItsAccount() {
    assertThat(decide(ROOT, OURS).allowed()).isTrue();
  }

  @Test
  void aStrangerIsToldThatNoResourcePolicyAllowsIt() {
    assertThat(decide(ROOT, THEIRS))
        .isInstanceOfSatisfying(
            Decision.Deny.class,
            deny ->
                assertThat(deny.message())
                    .isEqualTo(
                        "User: arn:aws:iam::123456789012:root is not authorized to perform:"
                            + " s3:GetObject on resource: \"arn:aws:s3:::b/k\" because no"
                            + " resource-based policy allows the s3:GetObject action"));
  }

  @Test
  void nobodyInParticularMayNothing() {
    assertThat(decide(Subject.ANYBODY, OURS).allowed()).isFalse();
  }

  private static Decision decide(Subject subject, String owner) {
    return Evaluator.decide(
        Question.of(subject, "s3:GetObject", "arn:aws:s3:::b/k", owner, ConditionKeys.NONE));
  }
}
