package dev.coffer.iam.sts;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.Caller;
import dev.coffer.iam.identity.AccessKeyGenerator;
import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Role;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.iam.session.Session;
import dev.coffer.iam.session.SessionTokens;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.sts.AssumeRole;
import dev.coffer.wire.sts.Credentials;
import dev.coffer.wire.sts.StsError;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Gives the rights of a role to whom its trust policy lets have them.
 *
 * <p>A role that does not exist, whose account is closed, or that does not trust the caller is
 * refused in the same words, so that nobody learns which roles there are. Source: STS API
 * Reference, AssumeRole.
 */
public final class RoleAssumption {
  private static final String ACTION = "sts:AssumeRole";
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration LONGEST_CHAINED = Duration.ofHours(1);

  private final Identities identities;
  private final Accounts accounts;
  private final SessionLimits limits;
  private final Issuer issuer;

  public RoleAssumption(
      Identities identities,
      Accounts accounts,
      SessionTokens tokens,
      AccessKeyGenerator generator,
      InstantSource clock) {
    this.identities = identities;
    this.accounts = accounts;
    this.limits = new SessionLimits(identities);
    this.issuer = new Issuer(tokens, generator, clock);
  }

  /** Credentials of a session with the role's rights. */
  public AssumeRole.Output assumeRole(Call call, AssumeRole op) {
    Caller.Principal caller = CallerIdentity.principal(call);
    Unserved.requireNone(op);
    if (caller.subject().kind() == Subject.Kind.ROOT) {
      throw StsError.AccessDenied.because("Roles may not be assumed by root accounts.");
    }
    Role role = trusting(call, op);
    Duration life = life(caller.subject(), role, op);
    Session.Limits narrowed = limits.of(role.accountId(), op);
    var holder = new Session.Role(role.accountId(), role.roleId(), op.roleSessionName());
    Credentials credentials = issuer.issue(holder, narrowed, life);
    Subject session = Identities.roleSubject(role, op.roleSessionName(), null);
    return new AssumeRole.Output(
        credentials,
        new AssumeRole.AssumedRoleUser(session.userId(), session.arn()),
        SessionLimits.packedPercent(narrowed),
        null);
  }

  private Role trusting(Call call, AssumeRole op) {
    Subject subject = call.caller().subject();
    return identities
        .role(op.roleArn())
        .filter(role -> accounts.find(role.accountId()).isPresent())
        .filter(role -> Evaluator.decide(question(call, role, op)).allowed())
        .orElseThrow(() -> refused(subject, op.roleArn()));
  }

  private static Question question(Call call, Role role, AssumeRole op) {
    ConditionKeys keys =
        call.keys()
            .with("sts:RoleSessionName", op.roleSessionName())
            .withPresent("sts:ExternalId", op.externalId());
    for (Map.Entry<String, String> tag : role.tags().entrySet()) {
      keys =
          keys.with("aws:ResourceTag/" + tag.getKey(), tag.getValue())
              .with("iam:ResourceTag/" + tag.getKey(), tag.getValue());
    }
    var trust = new NamedPolicy("trust policy of role/" + role.name(), role.trust());
    return new Question(
        call.caller().subject(),
        ACTION,
        role.arn(),
        role.accountId(),
        List.of(trust),
        Question.Trust.POLICY_ONLY,
        Grantee.NOBODY,
        keys);
  }

  private static Duration life(Subject subject, Role role, AssumeRole op) {
    Duration asked =
        op.durationSeconds() == null ? USUAL : Duration.ofSeconds(op.durationSeconds());
    if (asked.compareTo(role.maxSessionDuration()) > 0) {
      throw StsError.ValidationError.because(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    if (subject.kind() == Subject.Kind.ASSUMED_ROLE && asked.compareTo(LONGEST_CHAINED) > 0) {
      throw StsError.ValidationError.because(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return asked;
  }

  private static RpcException refused(Subject subject, String roleArn) {
    return StsError.AccessDenied.because(
        "User: "
            + subject.arn()
            + " is not authorized to perform: "
            + ACTION
            + " on resource: "
            + roleArn);
  }
}
