package dev.coffer.iam.policy;

import dev.coffer.iam.policy.Principals.Reach;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides: pure, so the same question always has the same answer.
 *
 * <p>An explicit deny anywhere decides. Within the owning account, a resource's policy that names
 * the caller (or everyone) suffices; one that names the caller's role is limited by the boundary
 * and the session's policies, and a grant to either is as such a policy, but that from another
 * account nothing else need allow; otherwise the identity's policies must allow and both limits
 * with them. Where the resource's policy must have its say, it must at least name the account. From
 * another account, both sides must allow. Source: IAM User Guide, policy evaluation logic.
 */
public final class Evaluator {
  /** What the owner's root may do to a bucket whatever its policy denies, to repair it. */
  private static final Set<String> REPAIRS =
      Set.of(
          "s3:getbucketpolicy",
          "s3:putbucketpolicy",
          "s3:deletebucketpolicy",
          "s3express:getbucketpolicy",
          "s3express:putbucketpolicy",
          "s3express:deletebucketpolicy");

  private final Question question;
  private final Subject subject;
  private final boolean own;
  private final Circumstances circumstances;
  private final Ruling identity;
  private final @Nullable Ruling boundary;
  private final @Nullable Ruling session;
  private final Ruling resource;

  private Evaluator(Question question) {
    this.question = question;
    this.subject = question.subject();
    this.own = !nobodys(subject.kind()) && subject.accountId().equals(question.resourceAccount());
    this.circumstances = Circumstances.of(question);
    NamedPolicy limit = subject.boundary();
    List<NamedPolicy> passed = subject.session();
    this.identity = Ruling.of(subject.identity(), circumstances);
    this.boundary = limit == null ? null : Ruling.of(List.of(limit), circumstances);
    this.session = passed == null ? null : Ruling.of(passed, circumstances);
    this.resource = Ruling.of(question.resourcePolicies(), circumstances);
  }

  /** Whether the subject may. */
  public static Decision decide(Question question) {
    return new Evaluator(question).decide();
  }

  private Decision decide() {
    Decision denied = explicit();
    if (denied != null) {
      return denied;
    }
    if (question.grantee() != Grantee.NOBODY) {
      return byGrant();
    }
    return own ? withinAccount() : fromOutside();
  }

  /** Where the limits do not let a grant hold, a policy may still name the caller itself. */
  private Decision byGrant() {
    Ruling grant = new Ruling(null, "grant", Reach.DIRECT);
    if (question.grantee() == Grantee.CALLER && own) {
      return allow(grant);
    }
    Decision limited = withinLimits(grant);
    return limited.allowed() || resource.reach() != Reach.DIRECT || !own
        ? limited
        : allow(resource);
  }

  private @Nullable Decision explicit() {
    if (identity.denied() != null) {
      return explicit("an identity-based policy", identity.denied());
    }
    if (resource.denied() != null && !repairs()) {
      return explicit("a resource-based policy", resource.denied());
    }
    if (boundary != null && boundary.denied() != null) {
      return explicit("a permissions boundary", boundary.denied());
    }
    if (session != null && session.denied() != null) {
      return explicit("a session policy", session.denied());
    }
    return null;
  }

  private boolean repairs() {
    return own && subject.kind() == Subject.Kind.ROOT && REPAIRS.contains(circumstances.action());
  }

  private Decision withinAccount() {
    return switch (resource.reach()) {
      case DIRECT -> allow(resource);
      case ROLE -> withinLimits(resource);
      case ACCOUNT -> byIdentity();
      case NONE ->
          question.trust() == Question.Trust.ACCOUNT
              ? byIdentity()
              : implicit("resource-based policy");
    };
  }

  private Decision fromOutside() {
    if (resource.reach() == Reach.NONE) {
      return implicit("resource-based policy");
    }
    return nobodys(subject.kind()) ? allow(resource) : byIdentity();
  }

  /** Of no account, so that no policy of an identity counts. */
  private static boolean nobodys(Subject.Kind kind) {
    return kind == Subject.Kind.ANONYMOUS || kind == Subject.Kind.SERVICE;
  }

  private Decision byIdentity() {
    if (subject.kind() == Subject.Kind.ROOT) {
      return withinLimits(new Ruling(null, "root of the account", Reach.DIRECT));
    }
    return identity.allows() ? withinLimits(identity) : implicit("identity-based policy");
  }

  private Decision withinLimits(Ruling ruling) {
    if (boundary != null && !boundary.allows()) {
      return implicit("permissions boundary");
    }
    if (session != null && !session.allows()) {
      return implicit("session policy");
    }
    return allow(ruling);
  }

  private static Decision allow(Ruling ruling) {
    return new Decision.Allow(ruling.allowed() == null ? "" : ruling.allowed());
  }

  private Decision implicit(String sort) {
    String reason = " because no " + sort + " allows the " + question.action() + " action";
    return new Decision.Deny(false, refusal() + reason, "");
  }

  private Decision explicit(String sort, String statement) {
    return new Decision.Deny(true, refusal() + " with an explicit deny in " + sort, statement);
  }

  private String refusal() {
    String who = subject.kind() == Subject.Kind.ANONYMOUS ? "anonymous" : subject.arn();
    String refusal = "User: " + who + " is not authorized to perform: " + question.action();
    return question.resource().equals("*")
        ? refusal
        : refusal + " on resource: \"" + question.resource() + "\"";
  }
}
