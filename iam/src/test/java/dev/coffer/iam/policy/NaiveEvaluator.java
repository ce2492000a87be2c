package dev.coffer.iam.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules once more, without regard for speed: straight from a document's JSON, every pattern by
 * recursion, the outcome as one formula. To hold the evaluator against, not to decide.
 */
final class NaiveEvaluator {
  /** Before a character that stands for itself. */
  private static final char QUOTE = '\uE000';

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Question question;
  private final Subject subject;

  private NaiveEvaluator(Question question) {
    this.question = question;
    this.subject = question.subject();
  }

  /** {@code allow}, {@code explicitDeny} or {@code implicitDeny}. */
  static String decide(Question question) {
    return new NaiveEvaluator(question).decide();
  }

  private String decide() {
    if (denied()) {
      return "explicitDeny";
    }
    return granted() || allowed() ? "allow" : "implicitDeny";
  }

  private boolean denied() {
    boolean repair =
        own()
            && subject.kind() == Subject.Kind.ROOT
            && List.of("s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy")
                .contains(question.action().toLowerCase(Locale.ROOT));
    return says("Deny", subject.identity(), this::always)
        || says("Deny", boundary(), this::always)
        || says("Deny", session(), this::always)
        || (!repair && says("Deny", question.resourcePolicies(), this::speaksOf));
  }

  private boolean granted() {
    return switch (question.grantee()) {
      case NOBODY -> false;
      case ROLE -> limits();
      case CALLER -> own() || limits();
    };
  }

  private boolean limits() {
    return (subject.boundary() == null || says("Allow", boundary(), this::always))
        && (subject.session() == null || says("Allow", session(), this::always));
  }

  private boolean allowed() {
    boolean anonymous = subject.kind() == Subject.Kind.ANONYMOUS;
    boolean service = subject.kind() == Subject.Kind.SERVICE;
    boolean root = subject.kind() == Subject.Kind.ROOT;
    boolean identity = root || says("Allow", subject.identity(), this::always);
    boolean limits = limits();
    List<NamedPolicy> resource = question.resourcePolicies();
    boolean any = says("Allow", resource, this::speaksOf);
    if (!own()) {
      return any && (anonymous || service || (identity && limits));
    }
    boolean everyone = says("Allow", resource, p -> named(p, "*"));
    boolean self = says("Allow", resource, p -> named(p, subject.arn()));
    boolean ownRoot = root && says("Allow", resource, p -> namesAccount(p));
    boolean federated = subject.kind() == Subject.Kind.USER && subject.session() != null;
    String role = subject.roleArn();
    boolean byRole = role != null && says("Allow", resource, p -> named(p, role));
    return everyone
        || ownRoot
        || (self && !federated)
        || (limits && (byRole || (self && federated)))
        || (limits && identity && (question.trust() == Question.Trust.ACCOUNT || any));
  }

  private boolean own() {
    return subject.kind() != Subject.Kind.ANONYMOUS
        && subject.kind() != Subject.Kind.SERVICE
        && subject.accountId().equals(question.resourceAccount());
  }

  private List<NamedPolicy> boundary() {
    NamedPolicy boundary = subject.boundary();
    return boundary == null ? List.of() : List.of(boundary);
  }

  private List<NamedPolicy> session() {
    List<NamedPolicy> session = subject.session();
    return session == null ? List.of() : session;
  }

  private interface Whom {
    boolean speaks(JsonNode statement);
  }

  private boolean says(String effect, List<NamedPolicy> policies, Whom whom) {
    for (NamedPolicy policy : policies) {
      JsonNode document = JSON.readTree(policy.document().text());
      boolean variables =
          document.has("Version") && document.get("Version").asString().equals("2012-10-17");
      for (JsonNode statement : list(document.get("Statement"))) {
        if (statement.get("Effect").asString().equals(effect)
            && whom.speaks(statement)
            && action(statement)
            && resource(statement, variables)
            && conditions(statement.get("Condition"), variables)) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<JsonNode> list(@Nullable JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node != null && node.isArray()) {
      node.forEach(all::add);
    } else if (node != null) {
      all.add(node);
    }
    return all;
  }

  // whom

  private boolean always(JsonNode statement) {
    return true;
  }

  private boolean speaksOf(JsonNode statement) {
    if (statement.has("NotPrincipal")) {
      return !spared(statement.get("NotPrincipal"));
    }
    String role = subject.roleArn();
    return named(statement, "*")
        || named(statement, subject.arn())
        || (role != null && named(statement, role))
        || namesAccount(statement)
        || (statement.has("Principal") && serves(statement.get("Principal")));
  }

  private boolean serves(JsonNode names) {
    return subject.kind() == Subject.Kind.SERVICE
        && names.isObject()
        && list(names.get("Service")).stream()
            .map(JsonNode::asString)
            .anyMatch(subject.arn()::equals);
  }

  private boolean spared(JsonNode names) {
    List<String> listed = names(names);
    boolean account = lists(listed, subject.accountId());
    return listed.contains("*")
        || switch (subject.kind()) {
          case ANONYMOUS -> false;
          case SERVICE -> serves(names);
          case ROOT -> account && subject.boundary() == null;
          case USER -> account && listed.contains(subject.arn()) && subject.boundary() == null;
          case ASSUMED_ROLE ->
              account
                  && listed.contains(subject.arn())
                  && listed.contains(subject.roleArn())
                  && subject.boundary() == null;
        };
  }

  private boolean namesAccount(JsonNode statement) {
    return statement.has("Principal")
        && lists(names(statement.get("Principal")), subject.accountId());
  }

  private static boolean lists(List<String> listed, String account) {
    return !account.isEmpty()
        && (listed.contains(account) || listed.contains("arn:aws:iam::" + account + ":root"));
  }

  private boolean named(JsonNode statement, String name) {
    return statement.has("Principal")
        && names(statement.get("Principal")).contains(name)
        && (name.equals("*") || subject.kind() != Subject.Kind.ANONYMOUS);
  }

  private static List<String> names(JsonNode principal) {
    return list(principal.isObject() ? principal.get("AWS") : principal).stream()
        .map(JsonNode::asString)
        .toList();
  }

  // action and resource

  private boolean action(JsonNode statement) {
    boolean not = statement.has("NotAction");
    boolean covered =
        list(statement.get(not ? "NotAction" : "Action")).stream()
            .anyMatch(one ->
                like(
                    one.asString().toLowerCase(Locale.ROOT),
                    question.action().toLowerCase(Locale.ROOT)));
    return covered != not;
  }

  private boolean resource(JsonNode statement, boolean variables) {
    boolean not = statement.has("NotResource");
    List<JsonNode> written = list(statement.get(not ? "NotResource" : "Resource"));
    if (written.isEmpty()) {
      return true;
    }
    boolean listing =
        question.action().equalsIgnoreCase("s3:ListAllMyBuckets")
            && question.resource().equals("*");
    String arn = listing ? "arn:aws:s3:::*" : question.resource();
    boolean covered =
        written.stream()
            .map(one -> filled(one.asString(), variables))
            .anyMatch(pattern -> pattern != null && arnLike(pattern, arn, false));
    return covered != not;
  }

  private static boolean arnLike(String pattern, String arn, boolean six) {
    if (pattern.equals("*")) {
      return true;
    }
    List<String> wanted = pieces(pattern, 6);
    List<String> there = pieces(arn, six ? 6 : wanted.size());
    if (wanted.size() != there.size() || (six && wanted.size() != 6)) {
      return false;
    }
    for (int at = 0; at < wanted.size(); at++) {
      if (!like(wanted.get(at), there.get(at))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> pieces(String text, int most) {
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char here = text.charAt(at);
      boolean quoted = at > 0 && text.charAt(at - 1) == QUOTE;
      if (here == ':' && !quoted && pieces.size() < most - 1) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(here);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static boolean like(String pattern, String text) {
    if (pattern.isEmpty()) {
      return text.isEmpty();
    }
    char first = pattern.charAt(0);
    String rest = pattern.substring(1);
    if (first == '*') {
      return like(rest, text) || (!text.isEmpty() && like(pattern, text.substring(1)));
    }
    if (text.isEmpty()) {
      return false;
    }
    if (first == '?') {
      return like(rest, text.substring(1));
    }
    if (first == QUOTE) {
      return rest.charAt(0) == text.charAt(0) && like(rest.substring(1), text.substring(1));
    }
    return first == text.charAt(0) && like(rest, text.substring(1));
  }

  /** With variables replaced by quoted characters; null when one has no value. */
  private @Nullable String filled(String text, boolean variables) {
    int open = variables ? text.indexOf("${") : -1;
    if (open < 0) {
      return text;
    }
    int close = text.indexOf('}', open);
    String inside = text.substring(open + 2, close);
    String value = value(inside);
    String rest = filled(text.substring(close + 1), true);
    if (value == null || rest == null) {
      return null;
    }
    var quoted = new StringBuilder(text.substring(0, open));
    value.chars().forEach(c -> quoted.append(QUOTE).append((char) c));
    return quoted.append(rest).toString();
  }

  private @Nullable String value(String inside) {
    if (List.of("*", "?", "$").contains(inside)) {
      return inside;
    }
    String[] parts = inside.split(",", 2);
    List<String> found = key(parts[0].strip());
    if (found != null && found.size() == 1) {
      return found.getFirst();
    }
    return parts.length == 1 ? null : parts[1].strip().replace("'", "");
  }

  // keys and conditions

  private @Nullable List<String> key(String name) {
    boolean anonymous = subject.kind() == Subject.Kind.ANONYMOUS;
    boolean service = subject.kind() == Subject.Kind.SERVICE;
    boolean signed = !anonymous && !service;
    String role = subject.roleArn();
    List<String> values =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "aws:principalarn" ->
              signed ? List.of(role == null ? subject.arn() : role) : List.of();
          case "aws:principalaccount" ->
              anonymous ? List.of("anonymous") : signed ? List.of(subject.accountId()) : List.of();
          case "aws:userid" -> signed ? List.of(subject.userId()) : List.of();
          case "aws:username" ->
              subject.kind() == Subject.Kind.USER
                  ? List.of(subject.arn().replaceFirst(".*/", ""))
                  : List.of();
          case "aws:principaltype" ->
              switch (subject.kind()) {
                case ROOT -> List.of("Account");
                case USER -> List.of("User");
                case ASSUMED_ROLE -> List.of("AssumedRole");
                case ANONYMOUS -> List.of("Anonymous");
                case SERVICE -> List.of();
              };
          case "aws:principalisawsservice" ->
              anonymous ? List.of() : List.of(String.valueOf(service));
          case "aws:principalservicename", "aws:principalservicenameslist" ->
              service ? List.of(subject.arn()) : List.of();
          default -> requested(name);
        };
    return values.isEmpty() ? null : values;
  }

  private List<String> requested(String name) {
    String prefix = "aws:principaltag/";
    if (name.toLowerCase(Locale.ROOT).startsWith(prefix)) {
      return subject.tags().entrySet().stream()
          .filter(tag -> tag.getKey().equalsIgnoreCase(name.substring(prefix.length())))
          .map(tag -> tag.getValue())
          .toList();
    }
    List<String> found = question.keys().find(name);
    if (found == null && name.equalsIgnoreCase("aws:ResourceAccount")) {
      return List.of(question.resourceAccount());
    }
    return found == null ? List.of() : found;
  }

  private boolean conditions(@Nullable JsonNode condition, boolean variables) {
    if (condition == null) {
      return true;
    }
    boolean all = true;
    for (var operator : condition.properties()) {
      for (var key : operator.getValue().properties()) {
        List<String> wanted = list(key.getValue()).stream().map(JsonNode::asString).toList();
        all &= condition(operator.getKey(), key(key.getKey()), wanted, variables);
      }
    }
    return all;
  }

  private boolean condition(
      String operator, @Nullable List<String> values, List<String> wanted, boolean variables) {
    boolean forAll = operator.startsWith("ForAllValues:");
    boolean forAny = operator.startsWith("ForAnyValue:");
    String name = operator.replace("ForAllValues:", "").replace("ForAnyValue:", "");
    if (name.equals("Null")) {
      return wanted.stream().anyMatch(one -> Boolean.parseBoolean(one) == (values == null));
    }
    boolean ifExists = name.endsWith("IfExists");
    String plain = name.replace("IfExists", "");
    boolean not = plain.contains("Not");
    BiPredicate<String, String> test = test(plain.replace("Not", ""), variables);
    if (values == null) {
      return ifExists || forAll || (not && !forAny);
    }
    var passing =
        values.stream()
            .filter(value -> !(forAll || forAny) || !value.isEmpty())
            .map(value -> wanted.stream().anyMatch(one -> test.test(one, value)))
            .toList();
    if (forAll) {
      return passing.stream().allMatch(pass -> pass != not);
    }
    if (forAny) {
      return passing.stream().anyMatch(pass -> pass != not);
    }
    return passing.contains(true) != not;
  }

  private BiPredicate<String, String> test(String plain, boolean variables) {
    if (plain.startsWith("Numeric")) {
      return (one, value) -> ordered(plain, number(value), number(one));
    }
    if (plain.startsWith("Date")) {
      return (one, value) -> ordered(plain, seconds(value), seconds(one));
    }
    return switch (plain) {
      case "StringEquals" -> (one, value) -> value.equals(text(one, variables));
      case "StringEqualsIgnoreCase" -> (one, value) -> value.equalsIgnoreCase(text(one, variables));
      case "StringLike" ->
          (one, value) -> {
            String pattern = filled(one, variables);
            return pattern != null && like(pattern, value);
          };
      case "ArnEquals", "ArnLike" ->
          (one, value) -> {
            String pattern = filled(one, variables);
            return pattern != null && arnLike(pattern, value, true);
          };
      case "Bool" -> (one, value) -> one.equalsIgnoreCase(value);
      case "BinaryEquals" -> NaiveEvaluator::sameBytes;
      case "IpAddress" -> NaiveEvaluator::inside;
      default -> throw new IllegalArgumentException(plain);
    };
  }

  private @Nullable String text(String one, boolean variables) {
    String filled = filled(one, variables);
    return filled == null ? null : filled.replace(String.valueOf(QUOTE), "");
  }

  private static boolean ordered(
      String plain, @Nullable BigDecimal value, @Nullable BigDecimal wanted) {
    if (value == null || wanted == null) {
      return false;
    }
    int order = value.compareTo(wanted);
    return (plain.contains("Equals") && order == 0)
        || (plain.contains("LessThan") && order < 0)
        || (plain.contains("GreaterThan") && order > 0);
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable BigDecimal seconds(String text) {
    try {
      if (text.contains("T")) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        return BigDecimal.valueOf(instant.toEpochMilli(), 3);
      }
      if (text.contains("-") && !text.startsWith("-")) {
        return BigDecimal.valueOf(LocalDate.parse(text).toEpochDay() * 86400);
      }
    } catch (DateTimeException _) {
      return null;
    }
    return number(text);
  }

  private static boolean sameBytes(String one, String value) {
    try {
      return Arrays.equals(Base64.getDecoder().decode(one), Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean inside(String range, String value) {
    try {
      String[] parts = range.split("/", 2);
      byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
      byte[] address = InetAddress.ofLiteral(value).getAddress();
      int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
      int rest = network.length * 8 - bits;
      return network.length == address.length
          && new BigInteger(1, network)
              .shiftRight(rest)
              .equals(new BigInteger(1, address).shiftRight(rest));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
