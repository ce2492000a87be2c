package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.List;

/**
 * Which resources a document may name: ARNs of this partition or {@code *}. Whose bucket it is, is
 * asked later.
 */
final class ResourceRules {
  private static final String PARTITION = "aws";
  private static final List<String> IAM_PATHS =
      List.of(
          "user/",
          "federated-user/",
          "role/",
          "group/",
          "instance-profile/",
          "mfa/",
          "server-certificate/",
          "policy/",
          "sms-mfa/",
          "saml-provider/",
          "oidc-provider/",
          "report/",
          "access-report/");

  private ResourceRules() {}

  /**
   * Refuses what cannot be a resource.
   *
   * @param shape with each variable as {@code *}
   * @param written for the complaint
   */
  static void check(String shape, String written, Kind kind) {
    switch (kind) {
      case BUCKET -> checkBucket(shape);
      case DIRECTORY -> DirectoryRules.checkResource(shape);
      case KEY, TRUST -> checkKey(shape);
      case IDENTITY, SESSION -> checkIdentity(shape, written, kind);
    }
  }

  private static void checkBucket(String shape) {
    if (!shape.startsWith(BucketRules.PREFIX) || shape.length() == BucketRules.PREFIX.length()) {
      throw Fault.BAD_RESOURCE.in(Kind.BUCKET);
    }
  }

  private static void checkKey(String shape) {
    if (!shape.equals("*") && !shape.startsWith("arn:" + PARTITION + ":kms:")) {
      throw Fault.BAD_RESOURCE.in(Kind.KEY);
    }
  }

  private static void checkIdentity(String shape, String written, Kind kind) {
    if (shape.equals("*")) {
      return;
    }
    if (shape.indexOf(':') < 0 || !shape.startsWith("arn:")) {
      throw bad(kind, "Resource " + written + " must be in ARN format or \"*\".");
    }
    String[] parts = shape.split(":", 6);
    if (!parts[1].equals("*") && !parts[1].equals(PARTITION)) {
      throw partition(parts, kind);
    }
    if (parts.length < 3 || parts[2].isEmpty() || wild(parts[2])) {
      throw bad(kind, "Resource vendor must be fully qualified and cannot contain regexes.");
    }
    if (parts.length < 6 && !shape.endsWith("*")) {
      throw bad(kind, "The policy failed legacy parsing");
    }
    checkService(parts, written, kind);
  }

  private static void checkService(String[] parts, String written, Kind kind) {
    boolean regional = parts.length > 5 && !parts[3].isEmpty() && !parts[3].equals("*");
    if (parts[2].equals("s3") && regional && !parts[5].startsWith("accesspoint/")) {
      throw bad(kind, "Resource " + written + " can not contain region information.");
    }
    if (!parts[2].equals("iam") || parts.length < 6) {
      return;
    }
    if (regional) {
      throw bad(kind, "IAM resource " + written + " cannot contain region information.");
    }
    boolean known =
        parts[5].startsWith("*")
            || parts[5].equals("root")
            || IAM_PATHS.stream().anyMatch(path -> begins(path, parts[5]));
    if (!known) {
      throw bad(
          kind,
          "IAM resource path must either be \"*\" or start with "
              + String.join(", ", IAM_PATHS)
              + ".");
    }
  }

  private static boolean wild(String part) {
    return part.indexOf('*') >= 0 || part.indexOf('?') >= 0;
  }

  /** Whether a path, perhaps with a wildcard early in it, can be of a type. */
  private static boolean begins(String type, String path) {
    int wild = path.indexOf('*');
    return path.startsWith(type)
        || (wild >= 0 && wild < type.length() && type.startsWith(path.substring(0, wild)));
  }

  private static MalformedPolicy partition(String[] parts, Kind kind) {
    var arn = new StringBuilder("arn:").append(parts[1]);
    for (int at = 2; at < 6; at++) {
      arn.append(':').append(at < parts.length ? parts[at] : "*");
    }
    return bad(kind, "Partition \"" + parts[1] + "\" is not valid for resource \"" + arn + "\".");
  }

  private static MalformedPolicy bad(Kind kind, String sentence) {
    return Fault.BAD_RESOURCE.in(kind, sentence);
  }
}
