package dev.coffer.iam.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.Credential;
import dev.coffer.iam.auth.World;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.Credentials;
import dev.coffer.wire.sts.GetCallerIdentity;
import dev.coffer.wire.sts.GetSessionToken;
import dev.coffer.wire.sts.PolicyDescriptor;
import dev.coffer.wire.sts.ProvidedContext;
import dev.coffer.wire.sts.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** STS from a call to its answer, and on to what the answer's credentials are good for. */
final class StsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String A = World.ACCOUNT;
  private static final String B = World.OTHER.id();
  private static final String READER = "arn:aws:iam::" + A + ":role/of/reader";
  private static final String ALICE = "arn:aws:iam::" + A + ":user/alice";
  private static final String BOB = "arn:aws:iam::" + B + ":user/bob";

  private final World world = new World(NOW);
  private final AccessKeyGenerator generator = new AccessKeyGenerator(world.entropy);
  private final RoleAssumption roles =
      new RoleAssumption(world.identities, world.accounts, world.tokens, generator, world.clock());
  private final UserSessions users = new UserSessions(world.tokens, generator, world.clock());

  private Call call(Credential credential) {
    return new Call(credential.caller(), credential.keys(), "request");
  }

  private Call call(String accessKeyId) {
    return call(world.credentials().require(accessKeyId, null));
  }

  private Call call(Credentials given) {
    return call(world.credentials().require(given.accessKeyId(), given.sessionToken()));
  }

  private static RpcException refusal(ThrowingCallable action) {
    return Objects.requireNonNull(
        catchThrowableOfType(RpcException.class, action), "nothing was refused");
  }

  /** A request for the role with one more thing. */
  private record Asked(
      String arn,
      @Nullable Integer seconds,
      @Nullable String policy,
      @Nullable List<PolicyDescriptor> arns,
      @Nullable String externalId) {
    static final Asked READER_ROLE = new Asked(READER, null, null, null, null);

    Asked forSeconds(int longer) {
      return new Asked(arn, longer, policy, arns, externalId);
    }

    Asked with(String document) {
      return new Asked(arn, seconds, document, arns, externalId);
    }

    Asked with(List<String> policyArns) {
      var descriptors = policyArns.stream().map(PolicyDescriptor::new).toList();
      return new Asked(arn, seconds, policy, descriptors, externalId);
    }

    Asked externally(String id) {
      return new Asked(arn, seconds, policy, arns, id);
    }

    AssumeRole op() {
      return new AssumeRole(
          arn, "build", arns, policy, seconds, null, null, externalId, null, null, null, null);
    }
  }

  private void aliceAndReader() {
    world.addUser(A, "alice", World.allow("sts:AssumeRole", "*"));
    world.addRole(A, "AROA1", "reader", World.trust(ALICE), World.allow("s3:*", "*"));
  }

  @Test
  void aRootIsTheRoot() {
    assertThat(CallerIdentity.getCallerIdentity(call("AKIDEXAMPLE"), new GetCallerIdentity()))
        .isEqualTo(new GetCallerIdentity.Output(A, A, "arn:aws:iam::" + A + ":root"));
  }

  @Test
  void aUserNeedsNoPermissionToLearnWhoTheyAre() {
    world.addUser(A, "alice", null);
    assertThat(CallerIdentity.getCallerIdentity(call("AKIDalice"), new GetCallerIdentity()))
        .isEqualTo(new GetCallerIdentity.Output("AIDAalice", A, ALICE));
  }

  @Test
  void anAnonymousCallerIsNobody() {
    var call = new Call(new Caller.Anonymous(), ConditionKeys.NONE, "r");
    assertThat(
            refusal(() -> CallerIdentity.getCallerIdentity(call, new GetCallerIdentity())).code())
        .isEqualTo("AccessDenied");
    assertThat(refusal(() -> roles.assumeRole(call, Asked.READER_ROLE.op())).code())
        .isEqualTo("AccessDenied");
  }

  @Test
  void aSessionOfARoleIsWhatTheAnswerSays() {
    aliceAndReader();
    AssumeRole.Output given = roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op());
    String arn = "arn:aws:sts::" + A + ":assumed-role/reader/build";
    assertThat(given.assumedRoleUser())
        .isEqualTo(new AssumeRole.AssumedRoleUser("AROA1:build", arn));
    assertThat(given.packedPolicySize()).isNull();
    assertThat(given.credentials().expiration()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(given.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(given.credentials().secretAccessKey()).matches("[A-Za-z0-9+/]{40}");
    Call call = call(given.credentials());
    assertThat(CallerIdentity.getCallerIdentity(call, new GetCallerIdentity()))
        .isEqualTo(new GetCallerIdentity.Output("AROA1:build", A, arn));
    assertThat(call.bySession()).isTrue();
    assertThat(call.caller().subject().identity()).hasSize(1);
  }

  @Test
  void noTwoSessionsAreAlike() {
    aliceAndReader();
    Credentials one = roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op()).credentials();
    Credentials two = roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op()).credentials();
    assertThat(one.accessKeyId()).isNotEqualTo(two.accessKeyId());
    assertThat(one.secretAccessKey()).isNotEqualTo(two.secretAccessKey());
    var swapped = new Credentials(one.accessKeyId(), "", two.sessionToken(), one.expiration());
    assertThat(catchThrowableOfType(dev.coffer.wire.s3.S3Exception.class, () -> call(swapped)))
        .hasMessageContaining("malformed or otherwise invalid");
  }

  /** Trust names, caller's policy, whether it is allowed. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "user, -, true",
        "user, sts:AssumeRole, true",
        "account, -, false",
        "account, sts:AssumeRole, true",
        "account, s3:*, false",
        "other, sts:AssumeRole, false"
      })
  void withinAnAccountTheTrustPolicyMustHaveItsSay(
      String trusted, @Nullable String action, boolean allowed) {
    world.addUser(A, "alice", action == null ? null : World.allow(action, "*"));
    String principal =
        switch (trusted) {
          case "user" -> ALICE;
          case "account" -> "arn:aws:iam::" + A + ":root";
          default -> "arn:aws:iam::" + A + ":user/someone";
        };
    world.addRole(A, "AROA1", "reader", World.trust(principal), null);
    requireOutcome("AKIDalice", ALICE, allowed);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "user, -, false",
        "user, sts:AssumeRole, true",
        "account, sts:AssumeRole, true",
        "account, -, false",
        "none, sts:AssumeRole, false"
      })
  void betweenAccountsBothSidesMustAllow(String trusted, @Nullable String action, boolean allowed) {
    world.addUser(B, "bob", action == null ? null : World.allow(action, READER));
    String principal =
        switch (trusted) {
          case "user" -> BOB;
          case "account" -> B;
          default -> ALICE;
        };
    world.addRole(A, "AROA1", "reader", World.trust(principal), null);
    requireOutcome("AKIDbob", BOB, allowed);
  }

  private void requireOutcome(String key, String arn, boolean allowed) {
    if (allowed) {
      assertThat(roles.assumeRole(call(key), Asked.READER_ROLE.op()).credentials()).isNotNull();
      return;
    }
    RpcException refusal = refusal(() -> roles.assumeRole(call(key), Asked.READER_ROLE.op()));
    assertThat(refusal.code()).isEqualTo("AccessDenied");
    assertThat(refusal.text())
        .isEqualTo(
            "User: "
                + arn
                + " is not authorized to perform: sts:AssumeRole on resource: "
                + READER);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/of/nobody",
    "arn:aws:iam::123456789012:role/reader",
    "arn:aws:iam::999999999999:role/of/reader",
    "arn:aws-cn:iam::123456789012:role/of/reader",
    "arn:aws:sts::123456789012:assumed-role/reader/x",
    "reader-reader-reader-reader"
  })
  void anUnknownRoleIsRefusedLikeOneThatTrustsOthers(String arn) {
    aliceAndReader();
    var asked = new Asked(arn, null, null, null, null);
    RpcException refusal = refusal(() -> roles.assumeRole(call("AKIDalice"), asked.op()));
    assertThat(refusal.code()).isEqualTo("AccessDenied");
    assertThat(refusal.text()).endsWith("sts:AssumeRole on resource: " + arn);
  }

  @Test
  void theRoleOfAClosedAccountIsUnknown() {
    world.addUser(B, "bob", World.allow("sts:AssumeRole", "*"));
    world.addRole(A, "AROA1", "reader", World.trust(BOB), null);
    world.accounts.setClosed(A, true);
    assertThat(refusal(() -> roles.assumeRole(call("AKIDbob"), Asked.READER_ROLE.op())).code())
        .isEqualTo("AccessDenied");
  }

  @Test
  void rootsAssumeNoRoles() {
    world.addRole(A, "AROA1", "reader", World.trust(A), null);
    RpcException refusal =
        refusal(() -> roles.assumeRole(call("AKIDEXAMPLE"), Asked.READER_ROLE.op()));
    assertThat(refusal.code()).isEqualTo("AccessDenied");
    assertThat(refusal.text()).isEqualTo("Roles may not be assumed by root accounts.");
  }

  @Test
  void theExternalIdMustBeTheOneThatTheRoleWants() {
    world.addUser(A, "alice", null);
    String trust =
        World.trust(ALICE)
            .replace(
                "\"Principal\"",
                "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"four\"}},\"Principal\"");
    world.addRole(A, "AROA1", "reader", trust, null);
    Call alice = call("AKIDalice");
    assertThat(refusal(() -> roles.assumeRole(alice, Asked.READER_ROLE.op())).code())
        .isEqualTo("AccessDenied");
    assertThat(
            refusal(() -> roles.assumeRole(alice, Asked.READER_ROLE.externally("five").op()))
                .code())
        .isEqualTo("AccessDenied");
    assertThat(roles.assumeRole(alice, Asked.READER_ROLE.externally("four").op())).isNotNull();
  }

  @Test
  void theSessionsNameCanBeACondition() {
    world.addUser(A, "alice", null);
    String trust =
        World.trust(ALICE)
            .replace(
                "\"Principal\"",
                "\"Condition\":{\"StringEquals\":{\"sts:RoleSessionName\":\"other\"}},"
                    + "\"Principal\"");
    world.addRole(A, "AROA1", "reader", trust, null);
    assertThat(refusal(() -> roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op())).code())
        .isEqualTo("AccessDenied");
  }

  @Test
  void aSessionLivesAsLongAsWasAskedAndTheRoleAllows() {
    aliceAndReader();
    Call alice = call("AKIDalice");
    assertThat(
            roles
                .assumeRole(alice, Asked.READER_ROLE.forSeconds(7200).op())
                .credentials()
                .expiration())
        .isEqualTo(NOW.plusSeconds(7200));
    RpcException refusal =
        refusal(() -> roles.assumeRole(alice, Asked.READER_ROLE.forSeconds(7201).op()));
    assertThat(refusal.code()).isEqualTo("ValidationError");
    assertThat(refusal.text())
        .isEqualTo(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }

  @Test
  void chainedRolesLiveForAnHour() {
    aliceAndReader();
    world.addRole(A, "AROA2", "second", World.trust(READER), null);
    Call first = call(roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op()).credentials());
    var second = new Asked("arn:aws:iam::" + A + ":role/of/second", 3600, null, null, null);
    assertThat(roles.assumeRole(first, second.op()).credentials().expiration())
        .isEqualTo(NOW.plusSeconds(3600));
    RpcException refusal = refusal(() -> roles.assumeRole(first, second.forSeconds(3601).op()));
    assertThat(refusal.code()).isEqualTo("ValidationError");
    assertThat(refusal.text()).contains("1 hour session limit for roles assumed by role chaining");
  }

  @Test
  void sessionPoliciesTravelInTheToken() {
    aliceAndReader();
    Asked asked =
        Asked.READER_ROLE
            .with(World.allow("s3:GetObject", "*"))
            .with(List.of("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
    AssumeRole.Output given = roles.assumeRole(call("AKIDalice"), asked.op());
    assertThat(given.packedPolicySize()).isBetween(1, 100);
    Subject session = call(given.credentials()).caller().subject();
    assertThat(session.session())
        .extracting(NamedPolicy::name)
        .containsExactly("session policy", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
  }

  @Test
  void policiesThatDoNotFitAreRefused() {
    aliceAndReader();
    String large = World.allow("s3:GetObject", "arn:aws:s3:::" + "x".repeat(2048));
    RpcException refusal =
        refusal(() -> roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.with(large).op()));
    assertThat(refusal.code()).isEqualTo("PackedPolicyTooLarge");
    assertThat(refusal.text())
        .matches(
            "Packed policy consumes 1[0-9]{2}% of allotted space, please use smaller policy\\.");
    String exact = World.allow("s3:GetObject", "*");
    exact = exact + " ".repeat(2048 - exact.length());
    assertThat(
            roles
                .assumeRole(call("AKIDalice"), Asked.READER_ROLE.with(exact).op())
                .packedPolicySize())
        .isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                             | MalformedPolicyDocument",
        "{\"Version\":\"2012-10-17\"}                  | MalformedPolicyDocument",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"☃\"}}|ValidationError"
      })
  void whatIsNoPolicyIsRefused(String text, String code) {
    aliceAndReader();
    assertThat(
            refusal(() ->
                    roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.with(text.strip()).op()))
                .code())
        .isEqualTo(code);
  }

  @Test
  void policiesThatAreNotThereAreRefused() {
    aliceAndReader();
    world.addPolicy(B, "theirs", World.allow("s3:*", "*"));
    for (String arn :
        List.of("arn:aws:iam::" + A + ":policy/none", "arn:aws:iam::" + B + ":policy/theirs")) {
      RpcException refusal =
          refusal(
              () -> roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.with(List.of(arn)).op()));
      assertThat(refusal.code()).as(arn).isEqualTo("ValidationError");
    }
    var eleven =
        java.util.Collections.nCopies(11, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    assertThat(
            refusal(() -> roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.with(eleven).op()))
                .text())
        .contains("10");
  }

  static List<AssumeRole> unserved() {
    var tag = List.of(new Tag("k", "v"));
    var provided = List.of(new ProvidedContext(null, null));
    return List.of(
        with(tag, null, null, null, null, null),
        with(null, List.of("k"), null, null, null, null),
        with(null, null, "arn:aws:iam::1:mfa/x", null, null, null),
        with(null, null, null, "123456", null, null),
        with(null, null, null, null, "who", null),
        with(null, null, null, null, null, provided));
  }

  private static AssumeRole with(
      @Nullable List<Tag> tags,
      @Nullable List<String> transitive,
      @Nullable String serial,
      @Nullable String code,
      @Nullable String source,
      @Nullable List<ProvidedContext> contexts) {
    return new AssumeRole(
        READER, "build", null, null, null, tags, transitive, null, serial, code, source, contexts);
  }

  @ParameterizedTest
  @MethodSource("unserved")
  void whatCannotBeHonouredIsRefusedByName(AssumeRole op) {
    aliceAndReader();
    RpcException refusal = refusal(() -> roles.assumeRole(call("AKIDalice"), op));
    assertThat(refusal.code()).isEqualTo("NotImplemented");
    assertThat(refusal.text()).matches("The parameter [A-Z]\\w+ of AssumeRole is not implemented");
  }

  @Test
  void aListWithoutItemsAsksForNothing() {
    aliceAndReader();
    AssumeRole op = with(List.of(), List.of(), null, null, null, List.of());
    assertThat(roles.assumeRole(call("AKIDalice"), op)).isNotNull();
  }

  @Test
  void aUsersSessionHasTheUsersRights() {
    world.addUser(A, "alice", World.allow("s3:*", "*"));
    Credentials given = session("AKIDalice", null);
    assertThat(given.expiration()).isEqualTo(NOW.plusSeconds(43200));
    Call session = call(given);
    assertThat(session.caller().subject().arn()).isEqualTo(ALICE);
    assertThat(session.caller().subject().identity())
        .extracting(NamedPolicy::name)
        .containsExactly("user/alice inline p");
    world.removeUser(A, "alice");
    assertThat(catchThrowableOfType(dev.coffer.wire.s3.S3Exception.class, () -> call(given)))
        .hasMessageContaining("does not exist in our records");
  }

  @ParameterizedTest
  @CsvSource({
    "AKIDalice, 129600, 129600",
    "AKIDalice, 900, 900",
    "AKIDEXAMPLE, 900, 900",
    "AKIDEXAMPLE, 3600, 3600",
    "AKIDEXAMPLE, 3601, 3600"
  })
  void aRootsSessionLivesForAnHourAtMost(String key, int asked, int given) {
    world.addUser(A, "alice", null);
    assertThat(session(key, asked).expiration()).isEqualTo(NOW.plusSeconds(given));
  }

  @Test
  void aRootsSessionIsAnHourWhenNothingIsSaid() {
    Credentials given = session("AKIDEXAMPLE", null);
    assertThat(given.expiration()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(call(given).caller().subject()).isEqualTo(Subject.rootOf(Installation.ACCOUNT.id()));
  }

  @Test
  void sessionsGetNoSessions() {
    aliceAndReader();
    Credentials ofUser = session("AKIDalice", null);
    Credentials ofRole = roles.assumeRole(call("AKIDalice"), Asked.READER_ROLE.op()).credentials();
    for (Credentials given : List.of(ofUser, ofRole)) {
      RpcException refusal =
          refusal(() -> users.getSessionToken(call(given), new GetSessionToken(null, null, null)));
      assertThat(refusal.code()).isEqualTo("AccessDenied");
      assertThat(refusal.text()).isEqualTo("Cannot call GetSessionToken with session credentials");
    }
    assertThat(roles.assumeRole(call(ofUser), Asked.READER_ROLE.op())).isNotNull();
  }

  @Test
  void aSecondFactorIsRefused() {
    world.addUser(A, "alice", null);
    var op = new GetSessionToken(null, "arn:aws:iam::123456789012:mfa/alice", "123456");
    assertThat(refusal(() -> users.getSessionToken(call("AKIDalice"), op)).code())
        .isEqualTo("AccessDenied");
  }

  private Credentials session(String key, @Nullable Integer seconds) {
    return users.getSessionToken(call(key), new GetSessionToken(seconds, null, null)).credentials();
  }
}
