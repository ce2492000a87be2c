package dev.coffer.iam.policy;

import dev.coffer.iam.policy.Condition.Quantifier;
import java.util.Set;

/**
 * Whether a bucket's policy is public, as Amazon means it: it allows everyone something without a
 * condition that holds requests to fixed values of where or whom they come from.
 *
 * <p>Fixed is a value without wildcard and variable, an address block of at least 8 bits (IPv4) or
 * 32 (IPv6), and an access point's ARN whose account is fixed. Source: S3 User Guide, blocking
 * public access, "the meaning of public".
 */
public final class PolicyStatus {
  private static final Set<String> SOURCES =
      Set.of(
          "aws:sourcearn",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:sourcevpcarn",
          "aws:sourceowner",
          "aws:sourceaccount",
          "aws:sourceorgid",
          "aws:vpcesourceaccount",
          "aws:vpcesourceorgid",
          "aws:principalorgid",
          "aws:principalarn",
          "aws:principalaccount",
          "aws:userid",
          "s3:x-amz-server-side-encryption-aws-kms-key-id",
          "s3:dataaccesspointaccount");
  private static final String ACCESS_POINT = "s3:dataaccesspointarn";
  private static final String ADDRESS = "aws:sourceip";

  private PolicyStatus() {}

  /** Whether the policy is public. */
  public static boolean isPublic(PolicyDocument document) {
    return document.statements().stream().anyMatch(PolicyStatus::isPublic);
  }

  private static boolean isPublic(Statement statement) {
    Principals principals = statement.principals();
    return statement.allow()
        && principals != null
        && (principals.everyone() || principals.not())
        && statement.conditions().stream().noneMatch(PolicyStatus::fixes);
  }

  private static boolean fixes(Condition condition) {
    if (condition.ifExists()
        || condition.quantifier() == Quantifier.ALL
        || condition.operator().negated()) {
      return false;
    }
    return condition.written().stream().allMatch(value -> fixed(condition, value));
  }

  private static boolean fixed(Condition condition, String value) {
    return switch (condition.operator()) {
      case IP_ADDRESS -> condition.key().equals(ADDRESS) && narrow(value);
      case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE, ARN_EQUALS, ARN_LIKE ->
          SOURCES.contains(condition.key())
              ? !open(value)
              : condition.key().equals(ACCESS_POINT) && accountFixed(value);
      default -> false;
    };
  }

  private static boolean narrow(String value) {
    IpRange range = IpRange.find(value);
    return range != null && range.bits() >= (range.version4() ? 96 + 8 : 32);
  }

  private static boolean open(String value) {
    return value.indexOf('*') >= 0 || value.indexOf('?') >= 0 || value.contains("${");
  }

  private static boolean accountFixed(String value) {
    String[] parts = value.split(":", 6);
    return parts.length == 6 && !parts[4].isEmpty() && !open(parts[4]);
  }
}
