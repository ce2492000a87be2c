package dev.coffer.iam.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.Session;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which credentials are good, at which moment, and for whom. */
final class CredentialsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String ID = "ASIAIOSFODNN7EXAMPLE";
  private static final SecretAccessKey SECRET = SecretAccessKey.of("a secret of a session");
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\","
          + "\"Resource\":\"*\"}}";

  private final World world = new World(NOW);
  private final Credentials credentials = world.credentials();

  private Session session(Session.Holder holder, Session.Limits limits) {
    return new Session(holder, SECRET, limits, NOW, NOW.plusSeconds(900));
  }

  private String roleToken(Session.Limits limits) {
    world.addRole(World.ACCOUNT, "AROA1", "reader", World.trust(World.ACCOUNT), null);
    return world.tokens.seal(ID, session(new Session.Role(World.ACCOUNT, "AROA1", "s"), limits));
  }

  private String userToken() {
    world.addUser(World.ACCOUNT, "alice", null);
    return world.tokens.seal(
        ID, session(new Session.User(World.ACCOUNT, "AIDAalice"), Session.Limits.NONE));
  }

  private S3Error refused(String id, @Nullable String token) {
    var refusal = catchThrowableOfType(S3Exception.class, () -> credentials.require(id, token));
    assertThat(refusal).as("nothing was refused").isNotNull();
    return refusal.error();
  }

  @Test
  void aRootsKeySpeaksForTheRootAndHasNoSession() {
    Credential found = credentials.require(Installation.KEY.id(), null);
    assertThat(found.caller())
        .isEqualTo(Caller.Principal.rootOf(Installation.ACCOUNT, Installation.KEY.id()));
    assertThat(found.secret().sameAs(Installation.KEY.secret())).isTrue();
    assertThat(found.keys().all()).isEmpty();
  }

  @Test
  void aUsersKeyStopsWithTheUser() {
    world.addUser(World.ACCOUNT, "alice", POLICY);
    Credential found = credentials.require("AKIDalice", null);
    assertThat(found.caller().arn()).isEqualTo("arn:aws:iam::123456789012:user/alice");
    assertThat(found.caller().subject().identity()).hasSize(1);
    assertThat(found.secret().sameAs(World.SECRET)).isTrue();
    assertThat(found.keys().all()).isEmpty();
    world.removeUser(World.ACCOUNT, "alice");
    assertThat(refused("AKIDalice", null)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void everythingOfAClosedAccountStops() {
    String token = roleToken(Session.Limits.NONE);
    world.accounts.setClosed(World.ACCOUNT, true);
    assertThat(refused(Installation.KEY.id(), null)).isEqualTo(S3Error.InvalidAccessKeyId);
    assertThat(refused(ID, token)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aRolesSessionHasTheRoleAsItIsNow() {
    String token = roleToken(Session.Limits.NONE);
    Credential found = credentials.require(ID, token);
    assertThat(found.caller().arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/s");
    assertThat(found.caller().subject().roleArn())
        .isEqualTo("arn:aws:iam::123456789012:role/of/reader");
    assertThat(found.caller().account()).isEqualTo(Installation.ACCOUNT);
    assertThat(found.caller().accessKeyId()).isEqualTo(ID);
    assertThat(found.secret().sameAs(SECRET)).isTrue();
    world.removeRole(World.ACCOUNT, "reader");
    assertThat(refused(ID, token)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aRoleOfTheSameNameIsAnotherRole() {
    String token = roleToken(Session.Limits.NONE);
    world.removeRole(World.ACCOUNT, "reader");
    world.addRole(World.ACCOUNT, "AROA2", "reader", World.trust(World.ACCOUNT), null);
    assertThat(refused(ID, token)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aSessionSaysWhenItBeganAndThatThereWasNoSecondFactor() {
    ConditionKeys keys = credentials.require(ID, userToken()).keys();
    assertThat(keys.find("aws:TokenIssueTime")).containsExactly("2026-11-23T12:00:00Z");
    assertThat(keys.find("aws:MultiFactorAuthPresent")).containsExactly("false");
    assertThat(new Call(new Caller.Anonymous(), keys, "r").bySession()).isTrue();
    assertThat(new Call(new Caller.Anonymous(), ConditionKeys.NONE, "r").bySession()).isFalse();
  }

  @Test
  void aUsersSessionStopsWithTheUser() {
    String token = userToken();
    assertThat(credentials.require(ID, token).caller().subject().kind())
        .isEqualTo(Subject.Kind.USER);
    world.removeUser(World.ACCOUNT, "alice");
    assertThat(refused(ID, token)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aRootsSessionIsTheRoot() {
    String token =
        world.tokens.seal(ID, session(new Session.Root(World.ACCOUNT), Session.Limits.NONE));
    assertThat(credentials.require(ID, token).caller().subject())
        .isEqualTo(Subject.rootOf(World.ACCOUNT));
  }

  @Test
  void aSessionWithoutPoliciesIsNotNarrowed() {
    assertThat(credentials.require(ID, roleToken(Session.Limits.NONE)).caller().subject().session())
        .isNull();
  }

  @Test
  void sessionPoliciesNarrowTheSession() {
    world.addPolicy(World.ACCOUNT, "own", POLICY);
    String own = "arn:aws:iam::123456789012:policy/own";
    String ours = "arn:aws:iam::aws:policy/AmazonS3FullAccess";
    var limits = new Session.Limits(POLICY, List.of(own, ours));
    assertThat(credentials.require(ID, roleToken(limits)).caller().subject().session())
        .extracting(NamedPolicy::name)
        .containsExactly("session policy", own, ours);
  }

  @Test
  void aPolicyDeletedSinceLeavesTheSessionNarrowedToNothing() {
    var limits = new Session.Limits(null, List.of("arn:aws:iam::123456789012:policy/gone"));
    assertThat(credentials.require(ID, roleToken(limits)).caller().subject().session())
        .isNotNull()
        .isEmpty();
  }

  @Test
  void aSessionsKeyWithoutItsTokenIsUnknown() {
    roleToken(Session.Limits.NONE);
    assertThat(refused(ID, null)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aSessionEndsToTheSecond() {
    String token = roleToken(Session.Limits.NONE);
    world.now = NOW.plusSeconds(899);
    assertThat(credentials.require(ID, token).caller().subject().userId()).isEqualTo("AROA1:s");
    world.now = NOW.plusSeconds(900);
    assertThat(refused(ID, token)).isEqualTo(S3Error.ExpiredToken);
  }

  @Test
  void aTokenBelongsToItsKey() {
    String token = roleToken(Session.Limits.NONE);
    assertThat(refused("ASIAIOSFODNN7EXAMPLF", token)).isEqualTo(S3Error.InvalidToken);
    assertThat(refused(Installation.KEY.id(), token)).isEqualTo(S3Error.InvalidToken);
  }

  @Test
  void whatIsNoTokenIsRefused() {
    for (String token : List.of("", "token", "====", "\u0000", "A".repeat(100_000))) {
      assertThat(refused(ID, token)).as(token).isEqualTo(S3Error.InvalidToken);
    }
  }

  // ---- sessions of directory buckets

  static DirectorySession ofBucket(Session.Holder holder, @Nullable Instant begunWith) {
    var session = new Session(holder, SECRET, Session.Limits.NONE, NOW, NOW.plusSeconds(300));
    var scope =
        new DirectorySession.Scope(
            Bytes.copyOf(new byte[16]), DirectorySession.Mode.READ_ONLY, null);
    return new DirectorySession(session, begunWith, scope);
  }

  private S3Error refusedOfBucket(String id, String token) {
    var refusal =
        catchThrowableOfType(S3Exception.class, () -> credentials.requireOfBucket(id, token));
    assertThat(refusal).as("nothing was refused").isNotNull();
    return refusal.error();
  }

  @Test
  void aBucketsSessionIsItsHoldersUntilItEnds() {
    world.addUser(World.ACCOUNT, "alice", POLICY);
    DirectorySession session = ofBucket(new Session.User(World.ACCOUNT, "AIDAalice"), null);
    String token = world.bucketTokens.seal(ID, session);
    Credential found = credentials.requireOfBucket(ID, token);
    assertThat(found.caller().arn()).isEqualTo("arn:aws:iam::123456789012:user/alice");
    assertThat(found.caller().accessKeyId()).isEqualTo(ID);
    assertThat(found.keys().all()).isEmpty();
    assertThat(found.kind()).isInstanceOf(SignedBy.OfBucket.class);
    assertThat(found.toString()).contains(ID).doesNotContain(SECRET.reveal());
    assertThat(found.kind().toString()).doesNotContain(SECRET.reveal());
    var call = new Call(found.caller(), found.keys(), "r", "PutObject", null, found.kind());
    assertThat(call.findScope()).contains(session.scope());
    world.now = NOW.plusSeconds(299);
    credentials.requireOfBucket(ID, token);
    world.now = NOW.plusSeconds(300);
    assertThat(refusedOfBucket(ID, token)).isEqualTo(S3Error.AccessDenied);
    world.now = NOW;
    world.removeUser(World.ACCOUNT, "alice");
    assertThat(refusedOfBucket(ID, token)).isEqualTo(S3Error.InvalidAccessKeyId);
  }

  @Test
  void aBucketsSessionSaysWhatItWasBegunWith() {
    String token =
        world.bucketTokens.seal(ID, ofBucket(new Session.Root(World.ACCOUNT), NOW.minusSeconds(9)));
    assertThat(credentials.requireOfBucket(ID, token).keys().find("aws:TokenIssueTime"))
        .containsExactly(NOW.minusSeconds(9).toString());
  }

  @Test
  void tokensOfTheTwoKindsAreNotTakenForEachOther() {
    String token = world.bucketTokens.seal(ID, ofBucket(new Session.Root(World.ACCOUNT), null));
    assertThat(refused(ID, token)).isEqualTo(S3Error.InvalidToken);
    assertThat(refusedOfBucket(ID, roleToken(Session.Limits.NONE))).isEqualTo(S3Error.InvalidToken);
    assertThat(refusedOfBucket("ASIAIOSFODNN7EXAMPLF", token)).isEqualTo(S3Error.InvalidToken);
    for (String none : List.of("", "token", "====", "\u0000", "A".repeat(100_000))) {
      assertThat(refusedOfBucket(ID, none)).as(none).isEqualTo(S3Error.InvalidToken);
    }
  }

  @Test
  void nothingPrintsTheSecret() {
    Credential found = credentials.require(ID, roleToken(Session.Limits.NONE));
    assertThat(found.toString()).contains(ID).doesNotContain(SECRET.reveal());
  }
}
