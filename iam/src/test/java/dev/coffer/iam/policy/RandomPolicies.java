package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Questions drawn from a few names, so that policies and requests often meet. */
final class RandomPolicies {
  private static final List<String> ACCOUNTS = List.of("111111111111", "222222222222");
  private static final List<String> SERVICES =
      List.of("s3.amazonaws.com", "logging.s3.amazonaws.com");
  private static final List<String> ACTIONS =
      List.of("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:PutBucketPolicy");
  private static final List<String> ACTION_PATTERNS =
      List.of(
          "s3:GetObject",
          "s3:getobject",
          "s3:*",
          "*",
          "s3:Get*",
          "s3:P?tObject",
          "s3:*Object",
          "s3:ListBucket",
          "s3:*Bucket*",
          "s3:PutBucketPolicy");
  private static final List<String> RESOURCES =
      List.of(
          "arn:aws:s3:::b/a",
          "arn:aws:s3:::b/alice/x",
          "arn:aws:s3:::b/a:b",
          "arn:aws:s3:::b",
          "arn:aws:s3:::b/*",
          "arn:aws:s3:::b/aab");
  private static final List<String> RESOURCE_PATTERNS =
      List.of(
          "arn:aws:s3:::b/*",
          "arn:aws:s3:::b*",
          "arn:aws:s3:::b/a*",
          "arn:aws:s3:::b/?",
          "arn:aws:s3:::b/${aws:username}/*",
          "arn:aws:s3:::b/${aws:PrincipalTag/team, 'a'}",
          "arn:aws:s3:::b/${*}",
          "arn:aws:s3:::*/*a*b",
          "arn:aws:s3:::b/*:*",
          "arn:aws:s3:::${aws:PrincipalTag/team}/*");
  private static final List<String> TEXTS =
      List.of(
          "a",
          "b",
          "ab",
          "A",
          "*",
          "?",
          "a*",
          "*b",
          "a?",
          "",
          "alice",
          "${aws:username}",
          "${aws:PrincipalTag/team}*",
          "${aws:PrincipalTag/team,'b'}",
          "${*}",
          "${aws:userid}");
  private static final List<String> VALUES =
      List.of("a", "b", "ab", "A", "*", "", "alice", "AIDAALICE", "bob", "${aws:username}");
  private static final List<String> NUMBERS = List.of("1", "2", "10", "1.0", "-1", "02");
  private static final List<String> DATES =
      List.of(
          "2026-01-01T00:00:00Z",
          "2026-01-01",
          "1767225600",
          "2026-01-01T01:00:00+01:00",
          "2026-01-01T00:00:00.500Z",
          "2025-12-31T23:59:59Z",
          "1767225601");
  private static final List<String> RANGES =
      List.of(
          "10.0.0.0/8",
          "10.1.2.3",
          "10.1.2.3/9",
          "192.168.1.0/24",
          "0.0.0.0/0",
          "2001:db8::/32",
          "::/0",
          "2001:db8::1",
          "2001:db8::/127",
          "192.168.1.130/25");
  private static final List<String> ADDRESSES =
      List.of(
          "10.1.2.3", "10.200.0.1", "192.168.1.129", "2001:db8::1", "2001:db8:1::", "no", "::1");
  private static final List<String> ARNS =
      List.of(
          "arn:aws:iam::*:user/*",
          "arn:aws:iam::111111111111:*",
          "*",
          "arn:aws:s3:::b",
          "arn:aws:iam::111111111111:user/a/alice",
          "arn:aws:iam::?11111111111:role/*",
          "arn:*",
          "arn:aws:iam::111111111111:role/R",
          "a:b:c:d:e:*f");
  private static final List<String> ARN_VALUES =
      List.of(
          "arn:aws:s3:::b",
          "a:b:c:d:e:xf",
          "a:b:c:d:e:f:f",
          "arn:aws:iam::111111111111:role/R",
          "a");
  private static final List<String> BYTES = List.of("QQ==", "QUI=", "");

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  private Grantee grantee() {
    return switch (random.nextInt(30)) {
      case 0 -> Grantee.CALLER;
      case 1 -> Grantee.ROLE;
      default -> Grantee.NOBODY;
    };
  }

  Question question() {
    boolean trust = random.nextInt(4) == 0;
    return new Question(
        subject(),
        one(ACTIONS),
        one(RESOURCES),
        one(ACCOUNTS),
        random.nextInt(4) == 0 ? List.of() : List.of(policy(Kind.BUCKET)),
        trust ? Question.Trust.POLICY_ONLY : Question.Trust.ACCOUNT,
        grantee(),
        keys());
  }

  private Subject subject() {
    String account = one(ACCOUNTS);
    NamedPolicy boundary = random.nextInt(4) == 0 ? policy(Kind.IDENTITY) : null;
    List<NamedPolicy> session = random.nextInt(4) == 0 ? policies(Kind.SESSION, 2) : null;
    List<NamedPolicy> identity = policies(Kind.IDENTITY, 3);
    Map<String, String> tags =
        random.nextBoolean() ? Map.of("Team", one(VALUES)) : Map.<String, String>of();
    return switch (random.nextInt(9)) {
      case 8 -> Subject.service(one(SERVICES));
      case 0 -> Subject.ANYBODY;
      case 1 -> Subject.rootOf(account);
      case 2, 3, 4 -> {
        String name = one(List.of("a/alice", "bob"));
        String arn = "arn:aws:iam::" + account + ":user/" + name;
        yield subject(Subject.Kind.USER, account, arn, null, identity, boundary, session, tags);
      }
      default -> {
        String arn = "arn:aws:sts::" + account + ":assumed-role/R/" + one(List.of("s", "t"));
        String role = "arn:aws:iam::" + account + ":role/R";
        yield subject(
            Subject.Kind.ASSUMED_ROLE, account, arn, role, identity, boundary, session, tags);
      }
    };
  }

  private static Subject subject(
      Subject.Kind kind,
      String account,
      String arn,
      @Nullable String role,
      List<NamedPolicy> identity,
      @Nullable NamedPolicy boundary,
      @Nullable List<NamedPolicy> session,
      Map<String, String> tags) {
    return new Subject(kind, account, arn, "AIDAALICE", role, identity, boundary, session, tags);
  }

  private ConditionKeys keys() {
    ConditionKeys keys = ConditionKeys.NONE;
    keys = some(keys, "aws:x", VALUES);
    keys = some(keys, "aws:y", VALUES);
    keys = some(keys, "aws:number", List.of("1", "2", "10", "x", "1.5"));
    keys = some(keys, "aws:CurrentTime", DATES);
    keys = some(keys, "aws:flag", List.of("true", "false", "TRUE"));
    keys = some(keys, "aws:SourceIp", ADDRESSES);
    keys = some(keys, "aws:SourceArn", ARN_VALUES);
    keys = some(keys, "aws:bytes", List.of("QQ==", "QUI=", "not!"));
    return some(keys, "aws:username", List.of("mallory"));
  }

  private ConditionKeys some(ConditionKeys keys, String key, List<String> values) {
    int count = random.nextInt(4) - 1;
    if (count < 0) {
      return keys;
    }
    List<String> several = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      several.add(one(values));
    }
    return keys.withAll(key, several);
  }

  private List<NamedPolicy> policies(Kind kind, int most) {
    List<NamedPolicy> policies = new ArrayList<>();
    for (int count = random.nextInt(most + 1); count > 0; count--) {
      policies.add(policy(kind));
    }
    return policies;
  }

  private NamedPolicy policy(Kind kind) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (random.nextInt(4) > 0) {
      document.put("Version", random.nextInt(4) > 0 ? "2012-10-17" : "2008-10-17");
    }
    List<Object> statements = new ArrayList<>();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      statements.add(statement(kind));
    }
    document.put("Statement", statements.size() == 1 ? statements.getFirst() : statements);
    String text = JsonMapper.shared().writeValueAsString(document);
    return new NamedPolicy("p", PolicyDocument.parse(text, kind));
  }

  private Map<String, Object> statement(Kind kind) {
    Map<String, Object> statement = new LinkedHashMap<>();
    boolean allow = random.nextInt(4) > 0;
    statement.put("Effect", allow ? "Allow" : "Deny");
    if (kind == Kind.BUCKET) {
      boolean not = !allow && random.nextInt(3) == 0;
      statement.put(not ? "NotPrincipal" : "Principal", principal());
    }
    statement.put(random.nextInt(6) == 0 ? "NotAction" : "Action", several(ACTION_PATTERNS));
    List<Object> resources = new ArrayList<>();
    resources.add(one(RESOURCE_PATTERNS));
    resources.add(one(RESOURCE_PATTERNS));
    resources.add("arn:aws:s3:::c");
    resources.add("arn:aws:s3:::c/c");
    statement.put(random.nextInt(6) == 0 ? "NotResource" : "Resource", resources);
    if (random.nextInt(2) == 0) {
      statement.put("Condition", condition());
    }
    return statement;
  }

  private Object principal() {
    if (random.nextInt(5) == 0) {
      return "*";
    }
    List<String> names = new ArrayList<>();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      String account = one(ACCOUNTS);
      names.add(
          one(
              List.of(
                  account,
                  "arn:aws:iam::" + account + ":root",
                  "arn:aws:iam::" + account + ":user/a/alice",
                  "arn:aws:iam::" + account + ":user/bob",
                  "arn:aws:iam::" + account + ":role/R",
                  "arn:aws:sts::" + account + ":assumed-role/R/s",
                  "arn:aws:sts::" + account + ":assumed-role/R/t")));
    }
    return random.nextInt(3) == 0
        ? Map.of("AWS", names, "Service", one(SERVICES))
        : Map.of("AWS", names);
  }

  private Map<String, Object> condition() {
    Map<String, Object> condition = new LinkedHashMap<>();
    for (int count = 1 + random.nextInt(2); count > 0; count--) {
      Operator operator = one(List.of(Operator.values()));
      String name = operator.written();
      boolean set = random.nextInt(4) == 0;
      String prefix = set ? one(List.of("ForAllValues:", "ForAnyValue:")) : "";
      String suffix = operator != Operator.NULL && random.nextInt(4) == 0 ? "IfExists" : "";
      condition.put(prefix + name + suffix, Map.of(key(name), several(values(name))));
    }
    return condition;
  }

  private String key(String operator) {
    Supplier<String> any =
        () ->
            one(
                List.of(
                    "aws:x",
                    "AWS:y",
                    "aws:username",
                    "aws:PrincipalTag/team",
                    "aws:PrincipalType",
                    "aws:PrincipalAccount",
                    "aws:userid",
                    "aws:absent"));
    return switch (kind(operator)) {
      case "Numeric" -> "aws:number";
      case "Date" -> "aws:currenttime";
      case "Bool" -> "aws:flag";
      case "Ip" -> "aws:SourceIp";
      case "Arn" -> one(List.of("aws:SourceArn", "aws:PrincipalArn"));
      case "Binary" -> "aws:bytes";
      default -> any.get();
    };
  }

  private static List<String> values(String operator) {
    return switch (kind(operator)) {
      case "Numeric" -> NUMBERS;
      case "Date" -> DATES;
      case "Bool", "Null" -> List.of("true", "false");
      case "Ip" -> RANGES;
      case "Arn" -> ARNS;
      case "Binary" -> BYTES;
      default -> TEXTS;
    };
  }

  private static String kind(String operator) {
    for (String kind : List.of("Numeric", "Date", "Bool", "Null", "Ip", "Arn", "Binary")) {
      if (operator.contains(kind)) {
        return kind;
      }
    }
    return "String";
  }

  private Object several(List<String> pool) {
    if (random.nextBoolean()) {
      return one(pool);
    }
    return List.of(one(pool), one(pool));
  }

  private <T> T one(List<T> pool) {
    return pool.get(random.nextInt(pool.size()));
  }
}
