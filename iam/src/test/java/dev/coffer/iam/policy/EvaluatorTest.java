package dev.coffer.iam.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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

  @Test
  void theMessageIsAlsoThereWithoutQuotationMarks() {
    Decision.Deny deny = (Decision.Deny) decide(ROOT, THEIRS);
    assertThat(deny.messageWithoutQuotes())
        .isEqualTo(
            "User: arn:aws:iam::123456789012:root is not authorized to perform: s3:GetObject on"
                + " resource: arn:aws:s3:::b/k because no resource-based policy allows the"
                + " s3:GetObject action");
    var odd = new Decision.Deny(true, deny.message().replace("b/k", "b/\" because no k\""), "");
    assertThat(odd.messageWithoutQuotes()).contains("resource: arn:aws:s3:::b/\" because no k\" ");
  }

  @Test
  void anActionWithoutResourceIsDeniedWithoutOne() {
    var user =
        new Subject(
            Subject.Kind.USER,
            OURS,
            "arn:aws:iam::123456789012:user/alice",
            "AIDA",
            null,
            List.of(),
            null,
            null,
            Map.of());
    var question = Question.of(user, "kms:CreateKey", "*", OURS, ConditionKeys.NONE);
    assertThat(((Decision.Deny) Evaluator.decide(question)).message())
        .isEqualTo(
            "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: kms:CreateKey"
                + " because no identity-based policy allows the kms:CreateKey action");
  }

  @Test
  void theDecisionNamesTheStatement() {
    assertThat(((Decision.Deny) decideWith("Deny", "\"Sid\": \"Never\",")).statement())
        .isEqualTo("bucket policy of b, statement Never");
    assertThat(decideWith("Allow", "").statement()).isEqualTo("bucket policy of b, statement 1");
  }

  /** What the same policy allows was forgotten once when the deny was passed over. */
  @Test
  void theOwnersRootRepairsAPolicyThatDenies() {
    String text =
        """
        {"Statement": [
         {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"},
         {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}]}\
        """;
    var policy = new NamedPolicy("p", PolicyDocument.parse(text, PolicyDocument.Kind.BUCKET));
    for (var trust : Question.Trust.values()) {
      for (String action :
          List.of("s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy")) {
        assertThat(decide(ROOT, action, policy, trust).allowed()).isTrue();
        assertThat(decide(Subject.rootOf(THEIRS), action, policy, trust).allowed()).isFalse();
      }
      assertThat(decide(ROOT, "s3:PutBucketAcl", policy, trust).allowed()).isFalse();
    }
  }

  private static Decision decide(
      Subject subject, String action, NamedPolicy policy, Question.Trust trust) {
    return Evaluator.decide(
        new Question(
            subject,
            action,
            "arn:aws:s3:::b",
            OURS,
            List.of(policy),
            trust,
            Grantee.NOBODY,
            ConditionKeys.NONE));
  }

  private static Decision decideWith(String effect, String sid) {
    String text =
        """
        {"Statement": {%s "Effect": "%s", "Principal": "*", "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::b/*"}}\
        """
            .formatted(sid, effect);
    var document = PolicyDocument.parse(text, PolicyDocument.Kind.BUCKET);
    return Evaluator.decide(
        new Question(
            Subject.ANYBODY,
            "s3:GetObject",
            "arn:aws:s3:::b/k",
            OURS,
            List.of(new NamedPolicy("bucket policy of b", document)),
            Question.Trust.ACCOUNT,
            Grantee.NOBODY,
            ConditionKeys.NONE));
  }

  private static Decision decide(Subject subject, String owner) {
    return Evaluator.decide(
        Question.of(subject, "s3:GetObject", "arn:aws:s3:::b/k", owner, ConditionKeys.NONE));
  }
}
