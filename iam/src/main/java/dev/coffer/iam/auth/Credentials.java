package dev.coffer.iam.auth;

import dev.coffer.iam.identity.AccessKey;
import dev.coffer.iam.identity.AccessKeys;
import dev.coffer.iam.identity.Account;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.DirectorySession;
import dev.coffer.iam.session.DirectorySessionTokens;
import dev.coffer.iam.session.Session;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that are good now: of roots, of users and of sessions. Everything is looked up at
 * each request, so that a deleted user, role or account and an inactive key are refused at once.
 *
 * <p>Refusals, as {@link S3Exception}: InvalidAccessKeyId for a key that is unknown or speaks for
 * nobody any more, InvalidToken for a token that was not made for it, ExpiredToken; AccessDenied
 * for a session of a directory bucket that has ended (docs/decisions/0032).
 */
public final class Credentials {
  private final AccessKeys keys;
  private final Accounts accounts;
  private final SessionTokens tokens;
  private final DirectorySessionTokens bucketTokens;
  private final Identities identities;
  private final InstantSource clock;

  public Credentials(
      AccessKeys keys,
      Accounts accounts,
      SessionTokens tokens,
      DirectorySessionTokens bucketTokens,
      Identities identities,
      InstantSource clock) {
    this.keys = keys;
    this.accounts = accounts;
    this.tokens = tokens;
    this.bucketTokens = bucketTokens;
    this.identities = identities;
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

  /**
   * What the key of a session of a directory bucket is good for. Whether that is the bucket that is
   * asked for, and the mode the operation's, is not decided here.
   *
   * @param token as it was sent
   */
  Credential requireOfBucket(String accessKeyId, String token) {
    DirectorySession found =
        bucketTokens.open(accessKeyId, token).orElseThrow(S3Error.InvalidToken::refusal);
    if (found.session().expired(clock.instant())) {
      throw S3Error.AccessDenied.refusal();
    }
    Session session = found.session();
    ConditionKeys keys = circumstances(found.begunWith());
    return new Credential(
        session.secret(), caller(accessKeyId, session), keys, new SignedBy.OfBucket(found));
  }

  /** An {@code ASIA…} key without its token is one that nobody knows. */
  private Credential longLived(String id) {
    AccessKey key = keys.find(id).orElseThrow(() -> unknown(id));
    Subject subject = subject(key).orElseThrow(() -> unknown(id));
    var caller = new Caller.Principal(key.account(), subject, id);
    return new Credential(key.secret(), caller, ConditionKeys.NONE);
  }

  /** A token beside a long-lived key was not made for it, which is all there is to say. */
  private Credential session(String id, String token) {
    Session session = tokens.open(id, token).orElseThrow(S3Error.InvalidToken::refusal);
    if (session.expired(clock.instant())) {
      throw S3Error.ExpiredToken.refusal();
    }
    ConditionKeys keys = circumstances(session.issued());
    return new Credential(
        session.secret(), caller(id, session), keys, new SignedBy.Temporary(session));
  }

  private Caller.Principal caller(String id, Session session) {
    Account account = accounts.find(session.holder().accountId()).orElseThrow(() -> unknown(id));
    Subject subject = subject(session).orElseThrow(() -> unknown(id));
    return new Caller.Principal(account, subject, id);
  }

  private Optional<Subject> subject(AccessKey key) {
    String accountId = key.account().id();
    return key.root()
        ? Optional.of(Subject.rootOf(accountId))
        : identities.userSubject(accountId, key.userId());
  }

  private Optional<Subject> subject(Session session) {
    return switch (session.holder()) {
      case Session.Root root -> Optional.of(Subject.rootOf(root.accountId()));
      case Session.User user -> identities.userSubject(user.accountId(), user.userId());
      case Session.Role role ->
          identities
              .roleById(role.accountId(), role.roleId())
              .map(found -> Identities.roleSubject(found, role.name(), policies(session)));
    };
  }

  /**
   * What narrows the session; null when nothing does. A managed policy that has been deleted since
   * allows nothing: a session that was narrowed stays narrowed.
   */
  private @Nullable List<NamedPolicy> policies(Session session) {
    Session.Limits limits = session.limits();
    String text = limits.policy();
    if (text == null && limits.policyArns().isEmpty()) {
      return null;
    }
    var policies = new ArrayList<NamedPolicy>();
    if (text != null) {
      var document = PolicyDocument.parse(text, PolicyDocument.Kind.SESSION);
      policies.add(new NamedPolicy("session policy", document));
    }
    for (String arn : limits.policyArns()) {
      identities.managedPolicy(session.holder().accountId(), arn).ifPresent(policies::add);
    }
    return policies;
  }

  /**
   * What is known of a session of STS.
   *
   * @param issued null where there is none
   */
  private static ConditionKeys circumstances(@Nullable Instant issued) {
    return issued == null
        ? ConditionKeys.NONE
        : ConditionKeys.NONE
            .with(Call.TOKEN_ISSUE_TIME, issued.toString())
            .with("aws:MultiFactorAuthPresent", "false");
  }

  private static S3Exception unknown(String id) {
    return S3Error.InvalidAccessKeyId.with("AWSAccessKeyId", id);
  }
}
