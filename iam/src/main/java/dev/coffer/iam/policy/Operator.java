package dev.coffer.iam.policy;

import com.google.errorprone.annotations.Immutable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition operators: how a value of the policy becomes a test of a value of the request.
 *
 * <p>A negated operator is the other's opposite, so it holds when the request does not have the
 * key. A value of the request that is not of the operator's type passes no test. Source: IAM User
 * Guide, condition operators.
 */
enum Operator {
  STRING_EQUALS("StringEquals", false, Operator::equal),
  STRING_NOT_EQUALS("StringNotEquals", true, Operator::equal),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, Operator::equalIgnoringCase),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, Operator::equalIgnoringCase),
  STRING_LIKE("StringLike", false, Operator::like),
  STRING_NOT_LIKE("StringNotLike", true, Operator::like),
  NUMERIC_EQUALS("NumericEquals", false, numeric(order -> order == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", true, numeric(order -> order == 0)),
  NUMERIC_LESS_THAN("NumericLessThan", false, numeric(order -> order < 0)),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, numeric(order -> order <= 0)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", false, numeric(order -> order > 0)),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, numeric(order -> order >= 0)),
  DATE_EQUALS("DateEquals", false, date(order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", true, date(order -> order == 0)),
  DATE_LESS_THAN("DateLessThan", false, date(order -> order < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", false, date(order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", false, date(order -> order > 0)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", false, date(order -> order >= 0)),
  BOOL("Bool", false, Operator::truth),
  BINARY_EQUALS("BinaryEquals", false, Operator::binary),
  IP_ADDRESS("IpAddress", false, Operator::address),
  NOT_IP_ADDRESS("NotIpAddress", true, Operator::address),
  ARN_EQUALS("ArnEquals", false, Operator::arn),
  ARN_LIKE("ArnLike", false, Operator::arn),
  ARN_NOT_EQUALS("ArnNotEquals", true, Operator::arn),
  ARN_NOT_LIKE("ArnNotLike", true, Operator::arn),
  /** Its tests are of whether the key is missing: {@code true} or {@code false}. */
  NULL("Null", false, Operator::truth);

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Operator::written, Function.identity()));

  private final String written;
  private final boolean negated;
  private final Compiler compiler;

  Operator(String written, boolean negated, Compiler compiler) {
    this.written = written;
    this.negated = negated;
    this.compiler = compiler;
  }

  /** Whether a value of the request passes. */
  @FunctionalInterface
  interface Test {
    boolean passes(String value, Circumstances circumstances);
  }

  @Immutable
  @FunctionalInterface
  private interface Compiler {
    @Nullable Test compile(String written, boolean variables);
  }

  /** Of what sign a comparison must be. */
  @Immutable
  @FunctionalInterface
  private interface Order {
    boolean test(int sign);
  }

  static @Nullable Operator find(String name) {
    return BY_NAME.get(name);
  }

  String written() {
    return written;
  }

  boolean negated() {
    return negated;
  }

  /** Whether its values are texts, in which variables are replaced. */
  boolean textual() {
    return written.startsWith("String") || written.startsWith("Arn");
  }

  /** The test for one value of the policy; null when the value is not of this operator's type. */
  @Nullable Test compile(String value, boolean variables) {
    return compiler.compile(value, variables && textual());
  }

  private static @Nullable Test equal(String written, boolean variables) {
    Template template = Template.find(written, variables);
    return template == null
        ? null
        : (value, circumstances) -> value.equals(template.text(circumstances));
  }

  private static @Nullable Test equalIgnoringCase(String written, boolean variables) {
    Template template = Template.find(written, variables);
    return template == null
        ? null
        : (value, circumstances) -> value.equalsIgnoreCase(template.text(circumstances));
  }

  private static @Nullable Test like(String written, boolean variables) {
    Template template = Template.find(written, variables);
    return template == null ? null : (value, circumstances) -> template.like(value, circumstances);
  }

  private static @Nullable Test arn(String written, boolean variables) {
    Template template = Template.find(written, variables);
    if (template == null) {
      return null;
    }
    ArnPattern pattern = ArnPattern.of(template);
    return (value, circumstances) -> pattern.like(new ArnPattern.Arn(value), circumstances);
  }

  private static Compiler numeric(Order wanted) {
    return (written, _) -> {
      BigDecimal number = Scalars.findNumber(written);
      return number == null
          ? null
          : (value, _) -> {
            BigDecimal other = Scalars.findNumber(value);
            return other != null && wanted.test(other.compareTo(number));
          };
    };
  }

  private static Compiler date(Order wanted) {
    return (written, _) -> {
      BigDecimal seconds = Scalars.findSeconds(written);
      return seconds == null
          ? null
          : (value, _) -> {
            BigDecimal other = Scalars.findSeconds(value);
            return other != null && wanted.test(other.compareTo(seconds));
          };
    };
  }

  private static @Nullable Test truth(String written, boolean variables) {
    boolean known = written.equalsIgnoreCase("true") || written.equalsIgnoreCase("false");
    return known ? (value, _) -> value.equalsIgnoreCase(written) : null;
  }

  private static @Nullable Test binary(String written, boolean variables) {
    String bytes = canonicalBase64(written);
    return bytes == null ? null : (value, _) -> bytes.equals(canonicalBase64(value));
  }

  private static @Nullable String canonicalBase64(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Test address(String written, boolean variables) {
    IpRange range = IpRange.find(written);
    return range == null
        ? null
        : (value, _) -> {
          IpRange one = IpRange.find(value);
          return one != null && range.contains(one);
        };
  }
}
