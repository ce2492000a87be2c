package dev.coffer.iam.sts;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.Session;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.wire.sts.GetSessionToken;
import dev.coffer.wire.sts.StsError;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Gives users and roots credentials that end. Needs no permission: whoever signs with a long-lived
 * key has all that these credentials give.
 *
 * <p>Source: STS API Reference, GetSessionToken.
 */
public final class UserSessions {
  private static final Duration USUAL = Duration.ofHours(12);
  private static final Duration LONGEST_OF_ROOT = Duration.ofHours(1);

  private final Issuer issuer;

  public UserSessions(SessionTokens tokens, AccessKeyGenerator generator, InstantSource clock) {
    this.issuer = new Issuer(tokens, generator, clock);
  }

  /** Credentials of a session with the caller's own rights. */
  public GetSessionToken.Output getSessionToken(Call call, GetSessionToken op) {
    Caller.Principal caller = CallerIdentity.principal(call);
    if (call.bySession()) {
      throw StsError.AccessDenied.because("Cannot call GetSessionToken with session credentials");
    }
    if (op.serialNumber() != null || op.tokenCode() != null) {
      throw StsError.AccessDenied.because(
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
              + " serial number is valid and associated with this user.");
    }
    Subject subject = caller.subject();
    boolean root = subject.kind() == Subject.Kind.ROOT;
    Session.Holder holder =
        root
            ? new Session.Root(subject.accountId())
            : new Session.User(subject.accountId(), subject.userId());
    return new GetSessionToken.Output(
        issuer.issue(holder, Session.Limits.NONE, life(op.durationSeconds(), root)));
  }

  /** A root that asks for more than an hour gets an hour, which the answer says. */
  private static Duration life(@Nullable Integer seconds, boolean root) {
    Duration asked = seconds == null ? USUAL : Duration.ofSeconds(seconds);
    return root && asked.compareTo(LONGEST_OF_ROOT) > 0 ? LONGEST_OF_ROOT : asked;
  }
}
