package dev.coffer.kms.access;

import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.iam.policy.Decision;
import dev.coffer.iam.policy.Evaluator;
import dev.coffer.iam.policy.Grantee;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyCache;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Question;
import dev.coffer.iam.policy.Subject;
import dev.coffer.kms.key.Grants;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.wire.kms.GrantOperation;
import dev.coffer.wire.kms.KmsError;
import dev.coffer.wire.rpc.RpcException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller may. The key's policy must have its say, or a grant, within the same limits.
 * Source: spec/kms.md §12.
 */
public final class Access {
  /** What the key service's actions begin with. */
  public static final String PREFIX = "kms:";

  private static final String TAGGING = "kms:TagResource";
  private static final long MAX_POLICY_CHARS = 16L * 1024 * 1024;

  private final PolicyCache policies = new PolicyCache(MAX_POLICY_CHARS);
  private final Grants grants;
  private final Circumstances circumstances;

  Access(Grants grants, Circumstances circumstances) {
    this.grants = grants;
    this.circumstances = circumstances;
  }

  /** Refuses unless the caller may do this to the key. */
  public void require(Attempt attempt, Target target, Asked asked) {
    if (decide(attempt, target, asked) instanceof Decision.Deny deny) {
      throw refusal(attempt, target, asked.action(), deny);
    }
  }

  /** Whether the caller may do this to the key. */
  public boolean allows(Attempt attempt, Target target, Asked asked) {
    return decide(attempt, target, asked).allowed();
  }

  /** Whether the caller could do this if the key's policy were this one, grants aside. */
  public boolean allowedBy(Attempt attempt, Target target, Asked asked, PolicyDocument policy) {
    return decide(matter(attempt, target, asked, policy), Grantee.NOBODY).allowed();
  }

  /**
   * By the policies first: where they allow, or forbid for good, no grant changes that, and none is
   * looked for.
   */
  private Decision decide(Attempt attempt, Target target, Asked asked) {
    PolicyDocument document = policies.document(target.key().policy(), PolicyDocument.Kind.KEY);
    Matter matter = matter(attempt, target, asked, document);
    Decision byPolicy = decide(matter, asked.named());
    if (byPolicy.allowed() || (byPolicy instanceof Decision.Deny deny && deny.explicit())) {
      return byPolicy;
    }
    String sourceArn = first(attempt.call().keys().find("aws:SourceArn"));
    Grantee granted = grantee(attempt.subject(), target.key(), asked, sourceArn);
    return granted == Grantee.NOBODY
        ? byPolicy
        : decide(matter, nearest(Stream.of(asked.named(), granted)));
  }

  /** What is decided about; each of the readings of what is known must permit it. */
  private record Matter(
      Attempt attempt,
      Target target,
      Asked asked,
      PolicyDocument policy,
      List<ConditionKeys> readings) {}

  private Matter matter(Attempt attempt, Target target, Asked asked, PolicyDocument policy) {
    List<ConditionKeys> readings =
        circumstances.readings(attempt, target, asked.encryptionContext());
    return new Matter(attempt, target, asked, policy, readings);
  }

  /** The first denial of a reading, or what the last of them gives. */
  private static Decision decide(Matter matter, Grantee grantee) {
    List<Decision> decisions =
        matter.readings().stream()
            .map(known -> question(matter, known, grantee))
            .map(Evaluator::decide)
            .toList();
    return decisions.stream()
        .filter(decision -> !decision.allowed())
        .findFirst()
        .orElse(decisions.getLast());
  }

  private static Question question(Matter matter, ConditionKeys known, Grantee grantee) {
    Target target = matter.target();
    Asked asked = matter.asked();
    return new Question(
        matter.attempt().subject(),
        asked.action(),
        target.arn(),
        target.key().account(),
        List.of(new NamedPolicy("key policy of " + target.arn(), matter.policy())),
        Question.Trust.POLICY_ONLY,
        grantee,
        known.and(asked.keys()));
  }

  /**
   * Whom a grant on the key that gives what is asked for names, at its nearest.
   *
   * @param sourceArn of the request; null when it is not made on behalf of a resource
   */
  public Grantee grantee(Subject subject, KmsKey key, Asked asked, @Nullable String sourceArn) {
    Optional<GrantOperation> operation = grantable(asked.action());
    if (operation.isEmpty()) {
      return Grantee.NOBODY;
    }
    return nearest(
        grants.of(key.id(), principals(subject)).stream()
            .filter(grant -> grant.covers(operation.get(), asked.encryptionContext(), sourceArn))
            .filter(asked.suffices())
            .map(grant -> Grantee.of(subject, grant.grantee())));
  }

  /** The one of them who is nearest to the caller. */
  public static Grantee nearest(Stream<Grantee> named) {
    return named.max(Comparator.naturalOrder()).orElse(Grantee.NOBODY);
  }

  /** The first value of a condition key; null when there is none. */
  public static @Nullable String first(@Nullable List<String> values) {
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /** Actions compare without case, as in policies. */
  private static Optional<GrantOperation> grantable(String action) {
    String name = action.substring(PREFIX.length());
    for (GrantOperation operation : GrantOperation.values()) {
      if (operation.name().equalsIgnoreCase(name)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  /** The ARNs under which a grant may know the caller. */
  public static List<String> principals(Subject subject) {
    var arns = new ArrayList<String>();
    arns.add(subject.arn());
    if (subject.roleArn() != null) {
      arns.add(subject.roleArn());
    }
    return arns;
  }

  /** What policies may know of a key that is made, by its kind. */
  public static ConditionKeys known(KmsKey.Nature nature) {
    return Circumstances.of(nature);
  }

  /** Refuses unless the caller's own policies allow what concerns no key, or an alias. */
  public void require(Attempt attempt, String action, String resource, String resourceAccount) {
    require(attempt, action, resource, resourceAccount, ConditionKeys.NONE);
  }

  /** As above, with what else is known. */
  public void require(
      Attempt attempt, String action, String resource, String resourceAccount, ConditionKeys more) {
    ConditionKeys keys = Circumstances.of(attempt).and(more);
    Question question = Question.of(attempt.subject(), action, resource, resourceAccount, keys);
    if (Evaluator.decide(question) instanceof Decision.Deny deny) {
      throw KmsError.AccessDeniedException.because(unquoted(named(deny, action), resource));
    }
  }

  /** The key service names what is no key by a star, but where a key that is made is tagged. */
  private static String named(Decision.Deny deny, String action) {
    String done = "perform: " + action;
    return action.equals(TAGGING)
        ? deny.message()
        : deny.message()
            .replace(done + " because ", done + " on resource: * because ")
            .replace(done + " with ", done + " on resource: * with ");
  }

  private static RpcException refusal(
      Attempt attempt, Target target, String action, Decision.Deny deny) {
    return target.key().account().equals(attempt.account())
        ? KmsError.AccessDeniedException.because(unquoted(deny.message(), target.arn()))
        : invisible(attempt, action);
  }

  /** The key service writes the resource without the quotes that others put around it. */
  private static String unquoted(String message, String resource) {
    return message.replace('"' + resource + '"', resource);
  }

  /** What callers learn of keys of other accounts, whether there are such keys or not. */
  static RpcException invisible(Attempt attempt, String action) {
    return KmsError.AccessDeniedException.because(
        "User: "
            + attempt.subject().arn()
            + " is not authorized to perform: "
            + action
            + " on this resource because the resource does not exist in this Region, no"
            + " resource-based policies allow access, or a resource-based policy explicitly denies"
            + " access");
  }
}
