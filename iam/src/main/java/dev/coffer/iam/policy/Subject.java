package dev.coffer.iam.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, with every policy that speaks of what they may do, as of the moment of the request.
 *
 * @param accountId twelve digits; empty for {@link Kind#ANONYMOUS} and {@link Kind#SERVICE}
 * @param arn {@code arn:aws:iam::A:root}, {@code arn:aws:iam::A:user/path/name} or {@code
 *     arn:aws:sts::A:assumed-role/role/session}; {@code *} for anonymous; the name of a service
 * @param userId the value of {@code aws:userid}: the account id of a root, {@code AIDA…} of a user,
 *     {@code AROA…:session} of a role's session
 * @param roleArn of an assumed role's session: the role's ARN with its path; else null
 * @param identity inline, attached and groups' policies of the user or role; empty for a root
 * @param boundary the permissions boundary, or null
 * @param session the session's policies; null when none was passed, which does not limit
 * @param tags of the user or role, {@code aws:PrincipalTag/…}
 */
public record Subject(
    Kind kind,
    String accountId,
    String arn,
    String userId,
    @Nullable String roleArn,
    List<NamedPolicy> identity,
    @Nullable NamedPolicy boundary,
    @Nullable List<NamedPolicy> session,
    Map<String, String> tags) {
  /** Nobody in particular. */
  public static final Subject ANYBODY =
      new Subject(Kind.ANONYMOUS, "", "*", "", null, List.of(), null, null, Map.of());

  /** The kinds of principals. */
  public enum Kind {
    ROOT,
    USER,
    ASSUMED_ROLE,
    ANONYMOUS,
    /** A service of the installation's own, which acts for nobody. */
    SERVICE
  }

  public Subject {
    identity = List.copyOf(identity);
    session = session == null ? null : List.copyOf(session);
    tags = Map.copyOf(tags);
  }

  /** A service by its name, {@code logging.s3.amazonaws.com}. */
  public static Subject service(String name) {
    return new Subject(Kind.SERVICE, "", name, "", null, List.of(), null, null, Map.of());
  }

  /** The root of an account. */
  public static Subject rootOf(String accountId) {
    return new Subject(
        Kind.ROOT,
        accountId,
        "arn:aws:iam::" + accountId + ":root",
        accountId,
        null,
        List.of(),
        null,
        null,
        Map.of());
  }
}
