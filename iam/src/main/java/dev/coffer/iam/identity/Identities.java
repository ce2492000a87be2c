package dev.coffer.iam.identity;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.iam.entity.Entities;
import dev.coffer.iam.entity.GroupRow;
import dev.coffer.iam.entity.Ledger;
import dev.coffer.iam.entity.Policies;
import dev.coffer.iam.entity.RoleRow;
import dev.coffer.iam.entity.Rows;
import dev.coffer.iam.entity.Tags;
import dev.coffer.iam.entity.Texts;
import dev.coffer.iam.entity.UserRow;
import dev.coffer.iam.policy.NamedPolicy;
import dev.coffer.iam.policy.PolicyDocument;
import dev.coffer.iam.policy.Subject;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Users and roles as the decision needs them, read anew at each call and all of one moment. Needs
 * an index that exists.
 *
 * <p>Errors: {@link Corrupt} when rows do not fit together, {@link dev.coffer.storage.Unavailable}
 * when the store cannot be read.
 */
public final class Identities {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern IAM =
      Pattern.compile("arn:aws:iam::([0-9]{12}):(root|user/.+|role/.+)");
  private static final Pattern SESSION =
      Pattern.compile("arn:aws:sts::([0-9]{12}):assumed-role/([^/]+)/[^/]+");

  private final Ledger ledger;
  private final Accounts accounts;

  public Identities(KvStore store, Index index, Entropy entropy) {
    this.ledger = new Ledger(store, index, entropy);
    this.accounts = new Accounts(store, index);
  }

  /**
   * A user with everything that is said of them; empty when there is no such user (any more).
   *
   * @param userId {@code AIDA…}
   */
  public Optional<Subject> userSubject(String accountId, String userId) {
    return ledger.view(
        accountId, rows -> Entities.USERS.byId(rows, userId).map(user -> subject(rows, user)));
  }

  /** The same of the user of this ARN, path and case included. */
  public Optional<Subject> userSubject(String arn) {
    Matcher parts = IAM.matcher(arn);
    return parts.matches()
        ? ledger.view(
            parts.group(1),
            rows -> Entities.USERS.byArn(rows, arn).map(user -> subject(rows, user)))
        : Optional.empty();
  }

  /** The managed policy of this ARN that the account can use: one of its own or of ours. */
  public Optional<NamedPolicy> managedPolicy(String accountId, String arn) {
    return ledger.view(accountId, rows -> Policies.named(rows, arn));
  }

  /** The role of this ARN, path and case included. */
  public Optional<Role> role(String arn) {
    Matcher parts = IAM.matcher(arn);
    return parts.matches()
        ? ledger.view(
            parts.group(1), rows -> Entities.ROLES.byArn(rows, arn).map(found -> role(rows, found)))
        : Optional.empty();
  }

  /** The role of this name, which sessions' ARNs have without its path. */
  public Optional<Role> roleByName(String accountId, String name) {
    return ledger.view(
        accountId, rows -> Entities.ROLES.byName(rows, name).map(found -> role(rows, found)));
  }

  /**
   * The very role that a session was made of; empty once it is deleted, even when there is a new
   * one of its name.
   *
   * @param roleId {@code AROA…}
   */
  public Optional<Role> roleById(String accountId, String roleId) {
    return ledger.view(
        accountId, rows -> Entities.ROLES.byId(rows, roleId).map(found -> role(rows, found)));
  }

  /**
   * A session of a role.
   *
   * @param session the policies passed with AssumeRole; null when none was, which does not limit
   */
  public static Subject roleSubject(
      Role role, String sessionName, @Nullable List<NamedPolicy> session) {
    String arn =
        "arn:aws:sts::" + role.accountId() + ":assumed-role/" + role.name() + "/" + sessionName;
    return new Subject(
        Subject.Kind.ASSUMED_ROLE,
        role.accountId(),
        arn,
        role.roleId() + ":" + sessionName,
        role.arn(),
        role.policies(),
        role.boundary(),
        session,
        role.tags());
  }

  /**
   * Whether a policy may name this principal: an account (twelve digits or its root's ARN), a user,
   * a role, or a session of a role that there is.
   */
  public boolean principalExists(String principal) {
    if (ACCOUNT.matcher(principal).matches()) {
      return accounts.find(principal).isPresent();
    }
    Matcher session = SESSION.matcher(principal);
    if (session.matches()) {
      return ledger.view(
          session.group(1), rows -> Entities.ROLES.byName(rows, session.group(2)).isPresent());
    }
    Matcher iam = IAM.matcher(principal);
    return iam.matches() && exists(iam.group(1), iam.group(2), principal);
  }

  private boolean exists(String accountId, String what, String arn) {
    if (what.equals("root")) {
      return accounts.find(accountId).isPresent();
    }
    return ledger.view(
        accountId,
        rows ->
            what.startsWith("user/")
                ? Entities.USERS.byArn(rows, arn).isPresent()
                : Entities.ROLES.byArn(rows, arn).isPresent());
  }

  /** Whether an account has any user, group, role or policy. */
  public boolean anyIn(String accountId) {
    return ledger.any(accountId);
  }

  /**
   * Closes an account that has no identities, for ever: nothing can be added from then on. To be
   * called before the account's own row is removed.
   *
   * @return false when there are identities, which leaves the account open
   */
  public boolean closeIfEmpty(String accountId) {
    return ledger.closeIfEmpty(accountId);
  }

  private static Subject subject(Rows rows, UserRow user) {
    var policies = new ArrayList<>(Policies.of(rows, user));
    for (String groupId : user.groups()) {
      GroupRow group =
          Entities.GROUPS
              .byId(rows, groupId)
              .orElseThrow(() -> new Corrupt("a user's group is missing"));
      policies.addAll(Policies.of(rows, group));
    }
    return new Subject(
        Subject.Kind.USER,
        rows.accountId(),
        user.arn(rows.accountId()),
        user.id(),
        null,
        policies,
        Policies.boundary(rows, user.boundary()),
        null,
        Tags.of(rows, user));
  }

  private static Role role(Rows rows, RoleRow role) {
    return new Role(
        role.name(),
        role.naming().path(),
        role.arn(rows.accountId()),
        role.id(),
        rows.accountId(),
        role.naming().created(),
        PolicyDocument.parse(Texts.trust(rows, role), PolicyDocument.Kind.TRUST),
        Duration.ofSeconds(role.maxSessionSeconds()),
        Tags.of(rows, role),
        Policies.of(rows, role),
        Policies.boundary(rows, role.boundary()));
  }
}
