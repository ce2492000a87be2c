package dev.coffer.iam.policy;

import dev.coffer.iam.policy.Principals.Reach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policies of one sort say together.
 *
 * @param denied the statement that denies, or null
 * @param allowed the statement that allows most directly, or null
 * @param reach how directly it does; of an identity's policies always by name
 */
record Ruling(@Nullable String denied, @Nullable String allowed, Reach reach) {
  static Ruling of(List<NamedPolicy> policies, Circumstances circumstances) {
    String denied = null;
    String allowed = null;
    Reach reach = Reach.NONE;
    for (NamedPolicy policy : policies) {
      for (Statement statement : policy.document().statements()) {
        Reach here = reach(statement, circumstances);
        boolean matters =
            statement.allow() ? here.compareTo(reach) > 0 : denied == null && here != Reach.NONE;
        if (!matters || !statement.applies(circumstances)) {
          continue;
        }
        if (statement.allow()) {
          allowed = label(policy, statement);
          reach = here;
        } else {
          denied = label(policy, statement);
        }
      }
    }
    return new Ruling(denied, allowed, reach);
  }

  boolean allows() {
    return allowed != null;
  }

  private static Reach reach(Statement statement, Circumstances circumstances) {
    Principals principals = statement.principals();
    return principals == null ? Reach.DIRECT : principals.reach(circumstances.subject());
  }

  private static String label(NamedPolicy policy, Statement statement) {
    return policy.name() + ", statement " + statement.label();
  }
}
