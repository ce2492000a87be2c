package dev.coffer.iam.policy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement, compiled.
 *
 * @param label its Sid, or its place counted from one
 * @param principals null in the policies of an identity
 * @param resources null in a role's trust policy, which is about the role
 */
record Statement(
    String label,
    boolean allow,
    @Nullable Principals principals,
    Actions actions,
    @Nullable Resources resources,
    List<Condition> conditions) {
  Statement {
    conditions = List.copyOf(conditions);
  }

  /** Action or NotAction: patterns in lower case. */
  record Actions(boolean not, List<Glob> patterns) {
    Actions {
      patterns = List.copyOf(patterns);
    }

    boolean cover(String action) {
      for (Glob pattern : patterns) {
        if (pattern.matches(action)) {
          return !not;
        }
      }
      return not;
    }
  }

  /**
   * Resource or NotResource.
   *
   * @param written as the policy has them
   */
  record Resources(boolean not, List<String> written, List<ArnPattern> patterns) {
    Resources {
      written = List.copyOf(written);
      patterns = List.copyOf(patterns);
    }

    boolean cover(Circumstances circumstances) {
      for (ArnPattern pattern : patterns) {
        if (pattern.covers(circumstances.resource(), circumstances)) {
          return !not;
        }
      }
      return not;
    }
  }

  /** Whether it speaks of the request, leaving aside of whom. */
  boolean applies(Circumstances circumstances) {
    return actions.cover(circumstances.action())
        && (resources == null || resources.cover(circumstances))
        && conditionsHold(circumstances);
  }

  /** Whether it speaks of condition keys that begin so. */
  boolean mentions(String lowerCase) {
    return conditions.stream()
            .anyMatch(condition ->
                condition.key().startsWith(lowerCase) || contain(condition.written(), lowerCase))
        || (resources != null && contain(resources.written(), lowerCase));
  }

  private static boolean contain(List<String> written, String lowerCase) {
    return written.stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(lowerCase));
  }

  private boolean conditionsHold(Circumstances circumstances) {
    for (Condition condition : conditions) {
      if (!condition.holds(circumstances)) {
        return false;
      }
    }
    return true;
  }
}
