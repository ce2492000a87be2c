package dev.coffer.iam.auth;

import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.Session;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that are good now: of roots, of users and of sessions. Everything is looked up at
 * each request, so that a deleted user, role or account and an inactive key are refused at once.
 *
 * <p>Refusals, as {@link S3Exception}: InvalidAccessKeyId for a key that is unknown or speaks for
 * nobody any more, InvalidToken for a token that was not made for it, ExpiredToken.
 */
public final class Credentials {
  private final AccessKeys keys;
  private final Accounts accounts;
  private final SessionTokens tokens;
  private final Subjects subjects;
  private final InstantSource clock;

  public Credentials(
      AccessKeys keys,
      Accounts accounts,
      SessionTokens tokens,
      Subjects subjects,
      InstantSource clock) {
    this.keys = keys;
    this.accounts = accounts;
    this.tokens = tokens;
    this.subjects = subjects;
    this.clock = clock;
  }

  /**
   * What the key is good for.
   *
   * @param sessionToken as it was sent; null when none was
   */
  public Credential require(String accessKeyId, @Nullable String sessionToken) {
    return sessionToken == null ? longLived(accessKeyId) : session(accessKeyId, sessionToken);
  }

  /** An {@code ASIA…} key without its token is one that nobody knows. */
  private Credential longLived(String id) {
    AccessKey key = keys.find(id).orElseThrow(() -> unknown(id));
    Subject subject = subjects.ofKey(key).orElseThrow(() -> unknown(id));
    var caller = new Caller.Principal(key.account(), subject, id);
    return new Credential(key.secret(), caller, ConditionKeys.NONE);
  }

  /** A token beside a long-lived key was not made for it, which is all there is to say. */
  private Credential session(String id, String token) {
    Session session = tokens.open(id, token).orElseThrow(S3Error.InvalidToken::refusal);
    if (session.expired(clock.instant())) {
      throw S3Error.ExpiredToken.refusal();
    }
    Account account = accounts.find(session.holder().accountId()).orElseThrow(() -> unknown(id));
    Subject subject = subject(session).orElseThrow(() -> unknown(id));
    var caller = new Caller.Principal(account, subject, id);
    return new Credential(session.secret(), caller, circumstances(session));
  }

  private Optional<Subject> subject(Session session) {
    return switch (session.holder()) {
      case Session.Root root -> Optional.of(Subject.rootOf(root.accountId()));
      case Session.User user -> subjects.ofUser(user.accountId(), user.userId());
      case Session.Role role ->
          subjects
              .ofRole(role.accountId(), role.roleId(), role.name())
              .map(subject -> new SessionPolicies(subjects).narrow(subject, session.limits()));
    };
  }

  private static ConditionKeys circumstances(Session session) {
    return ConditionKeys.NONE
        .with(Call.TOKEN_ISSUE_TIME, session.issued().toString())
        .with("aws:MultiFactorAuthPresent", "false");
  }

  private static S3Exception unknown(String id) {
    return S3Error.InvalidAccessKeyId.with("AWSAccessKeyId", id);
  }
}
