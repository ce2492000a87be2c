package dev.coffer.iam.sts;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.auth.SignedBy;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.session.Session;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the credentials of sessions of directory buckets: drawn, sealed into the token, kept
 * nowhere. Who may have them was decided before. Source: docs/decisions/0032.
 */
public record DirectorySessions(
    DirectorySessionTokens tokens, AccessKeyGenerator generator, InstantSource clock) {

  /**
   * A session that has begun.
   *
   * @param token what its requests carry
   */
  public record Begun(String accessKeyId, DirectorySession session, String token) {
    /** A call of the same caller as it will be in the session. */
    public Call within(Call call) {
      if (!(call.caller() instanceof Caller.Principal caller)) {
        throw new IllegalStateException("nobody in particular begins no session");
      }
      return new Call(
          new Caller.Principal(caller.account(), caller.subject(), accessKeyId),
          call.keys(),
          call.requestId(),
          call.operation(),
          call.grants(),
          new SignedBy.OfBucket(session));
    }

    /** Neither secret nor token. */
    @Override
    public String toString() {
      return "Begun[" + accessKeyId + ", " + session + "]";
    }
  }

  /**
   * Begins a session of five minutes, or as long as that one lasts whose credentials signed the
   * call.
   */
  public Begun begin(Call call, DirectorySession.Scope scope) {
    Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = issued.plus(DirectorySession.LIFE);
    DirectorySession begun =
        switch (call.signedBy()) {
          case SignedBy.LongLived _ ->
              session(holder(call), Session.Limits.NONE, issued, end, null, scope);
          case SignedBy.Temporary(Session of) -> {
            Instant sooner = of.expires().isBefore(end) ? of.expires() : end;
            yield session(of.holder(), of.limits(), issued, sooner, of.issued(), scope);
          }
          case SignedBy.OfBucket _ ->
              throw new IllegalStateException("a session of a bucket begins no other");
        };
    String id = generator.sessionId();
    return new Begun(id, begun, tokens.seal(id, begun));
  }

  private DirectorySession session(
      Session.Holder holder,
      Session.Limits limits,
      Instant issued,
      Instant expires,
      @Nullable Instant begunWith,
      DirectorySession.Scope scope) {
    var session = new Session(holder, generator.secret(), limits, issued, expires);
    return new DirectorySession(session, begunWith, scope);
  }

  private static Session.Holder holder(Call call) {
    Subject subject = call.caller().subject();
    return switch (subject.kind()) {
      case ROOT -> new Session.Root(subject.accountId());
      case USER -> new Session.User(subject.accountId(), subject.userId());
      case ASSUMED_ROLE, ANONYMOUS, SERVICE ->
          throw new IllegalStateException("no long-lived key speaks for them");
    };
  }
}
