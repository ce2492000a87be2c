package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.Locale;
import java.util.Set;

/**
 * What the policy of a directory bucket may say: who may begin a session of it, in which mode and
 * with which encryption. All other actions belong into identity policies. Source: Amazon S3 API
 * Reference, PutBucketPolicy; Service Authorization Reference, Amazon S3 Express.
 */
final class DirectoryRules {
  private static final String CREATE_SESSION = "s3express:createsession";
  private static final String PREFIX = "arn:aws:s3express:";
  private static final String BUCKET = "bucket/";

  /** The keys of S3 Express that requests can have; of access points and tags there are none. */
  private static final Set<String> KEYS =
      Set.of(
          "s3express:authtype",
          "s3express:resourceaccount",
          "s3express:sessionmode",
          "s3express:signatureage",
          "s3express:signatureversion",
          "s3express:tlsversion",
          "s3express:x-amz-content-sha256",
          "s3express:x-amz-server-side-encryption",
          "s3express:x-amz-server-side-encryption-aws-kms-key-id");

  private DirectoryRules() {}

  /** A pattern may name more than a session, which then is as if it did not. */
  static void checkAction(String pattern) {
    if (!Glob.of(pattern.toLowerCase(Locale.ROOT)).matches(CREATE_SESSION)) {
      throw Fault.BAD_ACTION.in(Kind.DIRECTORY);
    }
  }

  static void checkResource(String shape) {
    String[] parts = shape.split(":", 6);
    if (!shape.startsWith(PREFIX) || parts.length < 6 || !parts[5].startsWith(BUCKET)) {
      throw Fault.BAD_RESOURCE.in(Kind.DIRECTORY);
    }
  }

  static void check(Statement statement) {
    for (Condition condition : statement.conditions()) {
      if (!condition.key().startsWith("aws:") && !KEYS.contains(condition.key())) {
        throw Fault.BAD_KEY.in(Kind.DIRECTORY);
      }
    }
  }

  /** Refuses a resource that is not the bucket. */
  static void requireResource(String bucketArn, Statement statement) {
    Statement.Resources resources = statement.resources();
    if (resources == null) {
      return;
    }
    for (String resource : resources.written()) {
      if (!resource.contains("${") && !Glob.of(resource).matches(bucketArn)) {
        throw Fault.BAD_RESOURCE.in(Kind.DIRECTORY);
      }
    }
  }
}
