package dev.coffer.iam.admin;

import dev.coffer.iam.identity.Accounts;
import dev.coffer.iam.identity.Identities;
import dev.coffer.iam.identity.Role;
import dev.coffer.iam.policy.Subject;
import dev.coffer.wire.rpc.RpcException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds whom an ARN names: a root (also by its account's twelve digits), a user, a role or one of
 * its sessions; {@code *} is an anonymous caller. A role stands for a session of it that nothing
 * narrows.
 */
record Principals(Accounts accounts, Identities identities) {
  private static final Pattern ROOT = Pattern.compile("([0-9]{12})|arn:aws:iam::([0-9]{12}):root");
  private static final Pattern SESSION =
      Pattern.compile("arn:aws:sts::([0-9]{12}):assumed-role/([^/]+)/([\\w+=,.@-]{2,64})");
  private static final String NAMELESS = "explained";

  Subject require(String arn) {
    if (arn.equals("*")) {
      return Subject.ANYBODY;
    }
    return find(arn)
        .filter(subject -> accounts.find(subject.accountId()).isPresent())
        .orElseThrow(() -> unknown(arn));
  }

  private Optional<Subject> find(String arn) {
    Matcher root = ROOT.matcher(arn);
    if (root.matches()) {
      String account = root.group(1) == null ? root.group(2) : root.group(1);
      return Optional.of(Subject.rootOf(account));
    }
    Matcher session = SESSION.matcher(arn);
    if (session.matches()) {
      return identities
          .roleByName(session.group(1), session.group(2))
          .map(role -> sessionOf(role, session.group(3)));
    }
    Optional<Subject> user = identities.userSubject(arn);
    return user.isPresent() ? user : identities.role(arn).map(role -> sessionOf(role, NAMELESS));
  }

  private static Subject sessionOf(Role role, String name) {
    return Identities.roleSubject(role, name, null);
  }

  private static RpcException unknown(String arn) {
    return Explanation.invalid("There is no principal ", arn);
  }
}
