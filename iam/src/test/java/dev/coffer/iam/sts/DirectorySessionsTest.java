package dev.coffer.iam.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.auth.World;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Installation;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.DirectorySession.Mode;
import dev.coffer.iam.session.DirectorySession.Scope;
import dev.coffer.iam.session.Session;
import dev.coffer.storage.Bytes;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose the credentials of a bucket's session are, and how long. */
final class DirectorySessionsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.750Z");
  private static final Instant SECOND = Instant.parse("2026-11-23T12:00:00Z");
  private static final Scope SCOPE =
      new Scope(Bytes.copyOf(new byte[16]), Mode.READ_WRITE, "arn:aws:kms:us-east-1:1:key/k");

  private final World world = new World(NOW);
  private final DirectorySessions sessions =
      new DirectorySessions(
          world.bucketTokens, new AccessKeyGenerator(world.entropy), world.clock());

  private DirectorySession opened(DirectorySessions.Begun begun) {
    return world.bucketTokens.open(begun.accessKeyId(), begun.token()).orElseThrow();
  }

  private static Call root(SignedBy signedBy) {
    Caller caller = Caller.Principal.rootOf(Installation.ACCOUNT, "AKIA");
    return new Call(caller, ConditionKeys.NONE, "r", "CreateSession", null, signedBy);
  }

  private static Session temporary(Session.Holder holder, Session.Limits limits, long seconds) {
    return new Session(
        holder, SecretAccessKey.of("s"), limits, SECOND.minusSeconds(60), NOW.plusSeconds(seconds));
  }

  @Test
  void aLongLivedKeyBeginsFiveMinutes() {
    DirectorySessions.Begun begun = sessions.begin(root(SignedBy.LONG_LIVED), SCOPE);
    DirectorySession session = opened(begun);
    assertThat(begun.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(session.session().holder()).isEqualTo(new Session.Root(World.ACCOUNT));
    assertThat(session.session().issued()).isEqualTo(SECOND);
    assertThat(session.session().expires()).isEqualTo(SECOND.plusSeconds(300));
    assertThat(session.begunWith()).isNull();
    assertThat(session.scope()).isEqualTo(SCOPE);
    DirectorySessions.Begun next = sessions.begin(root(SignedBy.LONG_LIVED), SCOPE);
    assertThat(next.accessKeyId()).isNotEqualTo(begun.accessKeyId());
    assertThat(opened(next).session().secret().sameAs(session.session().secret())).isFalse();
    assertThat(begun.toString()).doesNotContain(begun.token(), session.session().secret().reveal());
  }

  @Test
  void aUsersKeyBeginsTheUsers() {
    world.addUser(World.ACCOUNT, "alice", null);
    var subject = world.identities.userSubject(World.ACCOUNT, "AIDAalice").orElseThrow();
    var caller = new Caller.Principal(Installation.ACCOUNT, subject, "AKIDalice");
    DirectorySessions.Begun begun =
        sessions.begin(new Call(caller, ConditionKeys.NONE, "r"), SCOPE);
    assertThat(opened(begun).session().holder())
        .isEqualTo(new Session.User(World.ACCOUNT, "AIDAalice"));
  }

  @Test
  void aNarrowedRolesSessionStaysNarrowedAndEndsWithIt() {
    world.addRole(World.ACCOUNT, "AROA1", "reader", World.trust(World.ACCOUNT), null);
    var subject =
        Identities.roleSubject(
            world.identities.roleById(World.ACCOUNT, "AROA1").orElseThrow(), "s", null);
    var caller = new Caller.Principal(Installation.ACCOUNT, subject, "ASIA");
    var limits = new Session.Limits(World.allow("s3express:*", "*"), List.of("arn:aws:iam::aws:p"));
    Session.Holder holder = new Session.Role(World.ACCOUNT, "AROA1", "s");
    for (long left : new long[] {100, 3000}) {
      Session of = temporary(holder, limits, left);
      var call =
          new Call(
              caller, ConditionKeys.NONE, "r", "CreateSession", null, new SignedBy.Temporary(of));
      DirectorySession session = opened(sessions.begin(call, SCOPE));
      assertThat(session.session().holder()).isEqualTo(holder);
      assertThat(session.session().limits()).isEqualTo(limits);
      assertThat(session.begunWith()).isEqualTo(of.issued());
      Instant end = left == 100 ? of.expires() : NOW.plusSeconds(300);
      assertThat(session.session().expires()).isBetween(end.minusSeconds(1), end);
    }
  }

  @Test
  void theCallWithinIsTheCallersUnderTheNewKey() {
    Call call = root(SignedBy.LONG_LIVED);
    DirectorySessions.Begun begun = sessions.begin(call, SCOPE);
    Call within = begun.within(call);
    assertThat(within.findScope()).contains(SCOPE);
    assertThat(within.caller().subject()).isEqualTo(call.caller().subject());
    assertThat(within.caller())
        .isInstanceOfSatisfying(
            Caller.Principal.class,
            caller -> assertThat(caller.accessKeyId()).isEqualTo(begun.accessKeyId()));
    assertThat(call.findScope()).isEmpty();
  }
}
