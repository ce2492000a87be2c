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
  void aServiceMayWhatAPolicyGivesItAndNothingElse() {
    Subject service = Subject.service("logging.s3.amazonaws.com");
    String ours =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
          "Principal":{"Service":["logging.s3.amazonaws.com","logging.s3.amazonaws.com"]},
          "Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*",
          "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::source-*"},
            "StringEquals":{"aws:SourceAccount":"123456789012"},
            "Bool":{"aws:PrincipalIsAWSService":"true"},
            "Null":{"aws:PrincipalArn":"true","aws:PrincipalAccount":"true"}}}]}
        """;
    ConditionKeys source =
        ConditionKeys.NONE
            .with("aws:SourceArn", "arn:aws:s3:::source-1")
            .with("aws:SourceAccount", OURS);
    assertThat(puts(service, ours, source)).isTrue();
    assertThat(puts(service, ours, source.with("aws:SourceAccount", THEIRS))).isFalse();
    assertThat(puts(service, ours, source.with("aws:SourceArn", "arn:aws:s3:::other"))).isFalse();
    assertThat(puts(Subject.service("delivery.logs.amazonaws.com"), ours, source)).isFalse();
    assertThat(puts(Subject.rootOf(THEIRS), ours, source)).isFalse();
    assertThat(puts(Subject.ANYBODY, ours, source)).isFalse();
    assertThat(puts(service, principal("Allow", "\"*\""), source)).isTrue();
    assertThat(puts(service, principal("Allow", "{\"AWS\":\"123456789012\"}"), source)).isFalse();
    assertThat(puts(service, "", source)).isFalse();
  }

  @Test
  void aServiceIsDeniedLikeEverybody() {
    Subject service = Subject.service("logging.s3.amazonaws.com");
    String allowed = statement("Allow", "\"Principal\":\"*\"");
    String all = statement("Deny", "\"Principal\":\"*\"");
    String exempt =
        statement("Deny", "\"NotPrincipal\":{\"Service\":\"logging.s3.amazonaws.com\"}");
    String others =
        statement("Deny", "\"NotPrincipal\":{\"Service\":\"delivery.logs.amazonaws.com\"}");
    assertThat(puts(service, document(allowed, all), ConditionKeys.NONE)).isFalse();
    assertThat(puts(service, document(allowed, exempt), ConditionKeys.NONE)).isTrue();
    assertThat(puts(service, document(allowed, others), ConditionKeys.NONE)).isFalse();
  }

  private static String principal(String effect, String principal) {
    return document(statement(effect, "\"Principal\":" + principal));
  }

  private static String statement(String effect, String principal) {
    return "{\"Effect\":\"%s\",%s,\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::b/*\"}"
        .formatted(effect, principal);
  }

  private static String document(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  private static boolean puts(Subject subject, String policy, ConditionKeys keys) {
    List<NamedPolicy> policies =
        policy.isEmpty()
            ? List.of()
            : List.of(
                new NamedPolicy(
                    "policy", PolicyDocument.parse(policy, PolicyDocument.Kind.BUCKET)));
    return new Rights(subject, OURS, policies, keys).allow("s3:PutObject", "arn:aws:s3:::b/k");
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

  private static Decision asService(String service, String principal, String condition) {
    String text =
        """
        {"Statement": {"Effect": "Allow", "Principal": %s, "Action": "s3:ListBucket",
         "Resource": "arn:aws:s3:::b" %s}}\
        """
            .formatted(principal, condition);
    var policy = new NamedPolicy("p", PolicyDocument.parse(text, PolicyDocument.Kind.BUCKET));
    return decide(Subject.service(service), "s3:ListBucket", policy, Question.Trust.ACCOUNT);
  }

  @Test
  void aServiceMayWhatAPolicyGivesToItByName() {
    String name = "s3.amazonaws.com";
    assertThat(asService(name, "{\"Service\": \"s3.amazonaws.com\"}", "").allowed()).isTrue();
    assertThat(asService(name, "\"*\"", "").allowed()).isTrue();
    assertThat(asService(name, "{\"Service\": \"logging.s3.amazonaws.com\"}", "").allowed())
        .isFalse();
    assertThat(asService(name, "{\"AWS\": \"" + OURS + "\"}", "").allowed()).isFalse();
    assertThat(decide(Subject.service(name), OURS).allowed()).isFalse();
    assertThat(decide(Subject.service(name), "").allowed()).isFalse();
  }

  @Test
  void whatIsKnownOfAServiceIsItsNameAlone() {
    String principal = "{\"Service\": \"s3.amazonaws.com\"}";
    String is =
        ", \"Condition\": {\"Bool\": {\"aws:PrincipalIsAWSService\": \"true\"}, \"StringEquals\":"
            + " {\"aws:PrincipalServiceName\": \"s3.amazonaws.com\"}}";
    String isNobody =
        ", \"Condition\": {\"Null\": {\"aws:PrincipalAccount\": \"true\", \"aws:userid\": \"true\","
            + " \"aws:PrincipalArn\": \"true\", \"aws:PrincipalType\": \"true\"}}";
    assertThat(asService("s3.amazonaws.com", principal, is).allowed()).isTrue();
    assertThat(asService("s3.amazonaws.com", principal, isNobody).allowed()).isTrue();
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
