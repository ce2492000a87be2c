package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.List;

/**
 * What S3 refuses beyond the grammar: actions that none of the resources can have, and condition
 * keys that none of an action's requests can have.
 *
 * <p>A pattern with wildcards is refused only when nothing it names would do.
 */
final class BucketRules {
  /** Before a bucket's name. */
  static final String PREFIX = "arn:aws:s3:::";

  private BucketRules() {}

  static void check(List<String> actions, Statement statement) {
    checkApplies(actions, statement);
    for (Condition condition : statement.conditions()) {
      checkKey(condition.key(), actions, statement.actions().not());
    }
  }

  private static void checkApplies(List<String> actions, Statement statement) {
    Statement.Resources resources = statement.resources();
    if (resources == null || resources.not() || statement.actions().not()) {
      return;
    }
    boolean objects = resources.written().stream().anyMatch(BucketRules::reachesObjects);
    boolean buckets = resources.written().stream().anyMatch(one -> one.indexOf('/') < 0);
    for (String action : actions) {
      if (!BucketActions.anyApplies(action, buckets, objects)) {
        throw Fault.NOT_APPLICABLE.in(Kind.BUCKET);
      }
    }
  }

  private static boolean reachesObjects(String resource) {
    return resource.indexOf('/') >= 0 || resource.indexOf('*') >= 0 || resource.contains("${");
  }

  private static void checkKey(String key, List<String> actions, boolean not) {
    if (key.startsWith("aws:")) {
      return;
    }
    String name = key.startsWith("s3:") ? key.substring(3) : "";
    if (!BucketActions.knowsKey(name)) {
      throw Fault.BAD_KEY.in(Kind.BUCKET);
    }
    for (String action : actions) {
      if (!not && !BucketActions.anyHasKey(action, name)) {
        throw Fault.KEY_NOT_APPLICABLE.in(Kind.BUCKET);
      }
    }
  }

  /** Refuses a resource that can be of no object of this bucket, nor the bucket. */
  static void requireResourcesOf(String bucket, Statement statement) {
    Statement.Resources resources = statement.resources();
    if (resources == null) {
      return;
    }
    for (String resource : resources.written()) {
      String named = resource.substring(PREFIX.length());
      int slash = named.indexOf('/');
      String pattern = slash < 0 ? named : named.substring(0, slash);
      if (!pattern.contains("${") && !Glob.of(pattern).matches(bucket)) {
        throw Fault.BAD_RESOURCE.in(Kind.BUCKET);
      }
    }
  }
}
