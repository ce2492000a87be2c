package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which actions a document of some kind may name. */
final class ActionRules {
  private static final Pattern VENDOR = Pattern.compile("[a-zA-Z0-9.-]+");
  private static final Set<String> TRUST =
      Set.of(
          "sts:assumerole",
          "sts:assumerolewithsaml",
          "sts:assumerolewithwebidentity",
          "sts:tagsession",
          "sts:setsourceidentity",
          "sts:setcontext");

  private ActionRules() {}

  static void check(String action, Kind kind) {
    switch (kind) {
      case BUCKET -> checkBucket(action);
      case DIRECTORY -> DirectoryRules.checkAction(action);
      case KEY -> checkKey(action);
      case TRUST -> checkTrust(action);
      case IDENTITY, SESSION -> checkForm(action, kind);
    }
  }

  private static void checkBucket(String action) {
    if (!BucketActions.anyMatches(action)) {
      throw Fault.BAD_ACTION.in(Kind.BUCKET);
    }
  }

  private static void checkKey(String action) {
    boolean ofKeys =
        action.equals("*") || (action.regionMatches(true, 0, "kms:", 0, 4) && action.length() > 4);
    if (!ofKeys || action.indexOf(':', 4) >= 0) {
      throw Fault.BAD_ACTION.in(Kind.KEY);
    }
  }

  private static void checkTrust(String action) {
    checkForm(action, Kind.TRUST);
    boolean wild = action.indexOf('*') >= 0 || action.indexOf('?') >= 0;
    Glob pattern = Glob.of(action.toLowerCase(Locale.ROOT));
    boolean assumes = TRUST.stream().anyMatch(pattern::matches);
    if (!assumes || (wild && !action.regionMatches(true, 0, "sts:", 0, 4))) {
      throw Fault.BAD_ACTION.in(
          Kind.TRUST, "AssumeRole policy may only specify STS AssumeRole actions.");
    }
  }

  /** The sentences are IAM's. */
  private static void checkForm(String action, Kind kind) {
    if (action.equals("*")) {
      return;
    }
    int colon = action.indexOf(':');
    if (colon < 0) {
      throw Fault.BAD_ACTION.in(
          kind, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (action.indexOf(':', colon + 1) >= 0) {
      throw Fault.BAD_ACTION.in(kind, "Actions/Condition can contain only one colon.");
    }
    String vendor = action.substring(0, colon);
    if (!VENDOR.matcher(vendor).matches()) {
      throw Fault.BAD_ACTION.in(kind, "Vendor " + vendor + " is not valid");
    }
    if (colon == action.length() - 1) {
      throw Fault.SYNTAX.in(kind);
    }
  }
}
