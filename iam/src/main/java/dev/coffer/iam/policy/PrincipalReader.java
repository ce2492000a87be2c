package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Principal and NotPrincipal. What is named must have the form of an account, user, role or
 * session of this partition; whether it exists is the service's business.
 */
final class PrincipalReader {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws:(?:iam::(\\d{12}):(?:(root)|user/[^*?]+|role/[^*?]+)"
              + "|sts::\\d{12}:(?:assumed-role/[^*?/]+/[^*?/]+|federated-user/[^*?/]+))");
  private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SERVICE = Pattern.compile("[0-9A-Za-z.-]+\\.[0-9A-Za-z.-]+");

  private final Kind kind;
  private final Set<String> accounts = new HashSet<>();
  private final Set<String> arns = new HashSet<>();
  private final Set<String> services = new HashSet<>();
  private final Set<String> named = new HashSet<>();
  private boolean everyone;

  PrincipalReader(Kind kind) {
    this.kind = kind;
  }

  Principals principals(Elements.Either principal) {
    switch (principal.value()) {
      case Json.Text(String text) when text.equals("*") -> everyone();
      case Json.Text(String text) -> throw bad("\"" + text + "\"");
      case Json.Members members -> members.byName().forEach(this::type);
      default -> throw Fault.SYNTAX.in(kind);
    }
    if (principal.value() instanceof Json.Members members && members.byName().isEmpty()) {
      throw Fault.EMPTY_PRINCIPAL.in(kind);
    }
    return new Principals(principal.not(), everyone, accounts, arns, services, named);
  }

  /** A role's trust policy may say it only as {@code {"AWS": "*"}}. */
  private void everyone() {
    if (kind == Kind.TRUST) {
      throw Fault.STAR_ASSUMES.in(kind);
    }
    everyone = true;
  }

  private void type(String type, Json value) {
    List<String> values = Elements.texts(value, Fault.SYNTAX, kind);
    if (values.isEmpty()) {
      throw Fault.EMPTY_PRINCIPAL.in(kind);
    }
    for (String one : values) {
      boolean known =
          switch (type) {
            case "AWS" -> aws(one);
            case "CanonicalUser" -> kind.ofBucket() && CANONICAL.matcher(one).matches();
            case "Service" -> service(one);
            case "Federated" -> !one.isEmpty() && one.indexOf('*') < 0;
            default -> false;
          };
      if (!known) {
        throw bad("\"" + type + "\":\"" + one + "\"");
      }
    }
  }

  private boolean service(String value) {
    services.add(value);
    return SERVICE.matcher(value).matches();
  }

  private boolean aws(String value) {
    named.add(value);
    if (value.equals("*")) {
      everyone = true;
      return true;
    }
    if (ACCOUNT.matcher(value).matches()) {
      accounts.add(value);
      return true;
    }
    Matcher arn = ARN.matcher(value);
    if (!arn.matches()) {
      return false;
    }
    if (arn.group(2) == null) {
      arns.add(value);
    } else {
      accounts.add(arn.group(1));
    }
    return true;
  }

  private MalformedPolicy bad(String detail) {
    return Fault.BAD_PRINCIPAL.in(kind, detail);
  }
}
