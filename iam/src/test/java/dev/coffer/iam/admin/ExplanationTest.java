package dev.coffer.iam.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.World;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.admin.ExplainAccess;
import dev.coffer.wire.rpc.RpcException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and which statement says so. */
final class ExplanationTest {
  private static final String A = World.ACCOUNT;
  private static final String B = World.OTHER.id();
  private static final String ALICE = "arn:aws:iam::" + A + ":user/alice";
  private static final String READER = "arn:aws:iam::" + A + ":role/of/reader";
  private static final String OBJECT = "arn:aws:s3:::b/k";
  private static final NamedPolicy BUCKET_POLICY =
      new NamedPolicy(
          "bucket policy of b",
          PolicyDocument.parse(
              """
              {"Version":"2012-10-17","Statement":[
              {"Sid":"Bob","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",\
              "Principal":{"AWS":"210987654321"}},
              {"Sid":"Tls","Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/*",\
              "Principal":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}\
              """,
              PolicyDocument.Kind.BUCKET));

  private final World world = new World(Instant.parse("2026-11-24T12:00:00Z"));
  private final Explanation explanation =
      new Explanation(world.accounts, world.identities, List.of(ExplanationTest::bucket));

  private static Optional<OwnedResource> bucket(
      Subject subject, String action, String arn, ConditionKeys keys) {
    return arn.startsWith("arn:aws:s3:::b")
        ? Optional.of(new OwnedResource(A, List.of(BUCKET_POLICY), Question.Trust.ACCOUNT))
        : Optional.empty();
  }

  @BeforeEach
  void identities() {
    world.accounts.add(new Account(Accounts.MANAGEMENT, "ef".repeat(32)), "management", null);
    world.addUser(A, "alice", World.allow("s3:GetObject", OBJECT));
    world.addUser(B, "bob", World.allow("s3:*", "*"));
    world.addRole(A, "AROA1", "reader", World.trust(ALICE), World.allow("s3:PutObject", "*"));
  }

  private ExplainAccess.Output explain(
      String principal, String action, String resource, @Nullable Map<String, String> context) {
    var root =
        Caller.Principal.rootOf(
            world.accounts.find(Accounts.MANAGEMENT).orElseThrow(), "AKIDMANAGEMENT");
    return explanation.explainAccess(
        new Call(root, ConditionKeys.NONE, "r"),
        new ExplainAccess(principal, action, resource, context));
  }

  @Test
  void theStatementThatAllowsIsNamed() {
    ExplainAccess.Output output = explain(ALICE, "s3:GetObject", OBJECT, null);
    assertThat(output.decision()).isEqualTo("Allow");
    assertThat(output.reason()).isNull();
    assertThat(output.statement()).contains("user/alice inline p");
  }

  @Test
  void theStatementThatDeniesIsNamed() {
    ExplainAccess.Output output =
        explain(ALICE, "s3:GetObject", OBJECT, Map.of("aws:SecureTransport", "false"));
    assertThat(output.decision()).isEqualTo("Deny");
    assertThat(output.reason())
        .isEqualTo(
            "User: "
                + ALICE
                + " is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::b/k\""
                + " with an explicit deny in a resource-based policy");
    assertThat(output.statement()).contains("bucket policy of b", "Tls");
  }

  @Test
  void whereNothingAllowsNoStatementIsNamed() {
    ExplainAccess.Output output = explain(ALICE, "s3:DeleteObject", OBJECT, null);
    assertThat(output.decision()).isEqualTo("Deny");
    assertThat(output.reason()).contains("no identity-based policy allows the s3:DeleteObject");
    assertThat(output.statement()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:root, s3:DeleteBucket, Allow",
    "123456789012, s3:DeleteBucket, Allow",
    "arn:aws:iam::210987654321:user/bob, s3:GetObject, Allow",
    "arn:aws:iam::210987654321:user/bob, s3:PutObject, Deny",
    "arn:aws:iam::123456789012:role/of/reader, s3:PutObject, Allow",
    "arn:aws:sts::123456789012:assumed-role/reader/x1, s3:PutObject, Allow",
    "arn:aws:sts::123456789012:assumed-role/reader/x1, s3:GetObject, Deny",
    "*, s3:GetObject, Deny"
  })
  void everyKindOfPrincipalCanBeAskedAbout(String principal, String action, String decision) {
    assertThat(explain(principal, action, OBJECT, null).decision()).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:user/alice, Allow",
    "arn:aws:iam::210987654321:user/bob, Deny",
    "arn:aws:iam::123456789012:root, Deny"
  })
  void assumingARoleIsForItsTrustPolicy(String principal, String decision) {
    assertThat(explain(principal, "sts:AssumeRole", READER, null).decision()).isEqualTo(decision);
  }

  @Test
  void whatHasNoPolicyBelongsToTheAccountOfItsArn() {
    String user = "arn:aws:iam::" + A + ":user/alice";
    assertThat(explain(A, "iam:GetUser", user, null).decision()).isEqualTo("Allow");
    assertThat(explain(B, "iam:GetUser", user, null).decision()).isEqualTo("Deny");
    assertThat(explain(A, "s3:ListAllMyBuckets", "*", null).decision()).isEqualTo("Allow");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::123456789012:user/nobody",
        "arn:aws:iam::123456789012:role/reader",
        "arn:aws:sts::123456789012:assumed-role/none/x1",
        "arn:aws:iam::999999999999:root",
        "999999999999",
        "alice",
        "arn:aws-cn:iam::123456789012:root"
      })
  void unknownPrincipalsAreSaid(String principal) {
    RpcException refusal =
        catchThrowableOfType(
            RpcException.class, () -> explain(principal, "s3:GetObject", OBJECT, null));
    assertThat(refusal.code()).isEqualTo("ValidationException");
    assertThat(refusal.text()).isEqualTo("There is no principal " + principal);
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, arn:aws:s3:::other",
    "s3:GetObject, object",
    "sts:AssumeRole, arn:aws:iam::123456789012:role/none",
    "GetObject, arn:aws:s3:::b",
    "s3:Get*, arn:aws:s3:::b"
  })
  void whatIsNoQuestionIsSaid(String action, String resource) {
    assertThat(
            catchThrowableOfType(RpcException.class, () -> explain(ALICE, action, resource, null))
                .code())
        .isEqualTo("ValidationException");
  }

  @Test
  void aRequestCannotClaimToBeSomebodyElse() {
    assertThat(
            explain(ALICE, "s3:PutObject", OBJECT, Map.of("aws:PrincipalArn", READER)).decision())
        .isEqualTo("Deny");
  }
}
