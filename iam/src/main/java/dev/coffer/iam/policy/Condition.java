package dev.coffer.iam.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of one operator of a statement's conditions, ready to be asked.
 *
 * @param key in lower case
 * @param written the values as the policy has them, for judging whether they are fixed
 * @param tests one for each value; a condition without values is met by none
 */
record Condition(
    Operator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    List<String> written,
    List<Operator.Test> tests) {
  /** How several values of the request count. */
  enum Quantifier {
    /** No prefix: one that passes is enough, for a negated operator none may. */
    NONE(""),
    /** Each must; none at all is fine. */
    ALL("ForAllValues:"),
    /** At least one must; a missing key has none. */
    ANY("ForAnyValue:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }
  }

  Condition {
    written = List.copyOf(written);
    tests = List.copyOf(tests);
  }

  boolean holds(Circumstances circumstances) {
    List<String> values = circumstances.find(key);
    if (operator == Operator.NULL) {
      return passes(values == null ? "true" : "false", circumstances);
    }
    return switch (quantifier) {
      case NONE -> values == null ? ifExists || operator.negated() : one(values, circumstances);
      case ALL -> values == null || all(values, circumstances);
      case ANY -> values == null ? ifExists : any(values, circumstances);
    };
  }

  private boolean one(List<String> values, Circumstances circumstances) {
    for (String value : values) {
      if (passes(value, circumstances)) {
        return !operator.negated();
      }
    }
    return operator.negated();
  }

  /** An empty value counts as none, as Amazon documents for the set operators. */
  private boolean all(List<String> values, Circumstances circumstances) {
    for (String value : values) {
      if (!value.isEmpty() && passes(value, circumstances) == operator.negated()) {
        return false;
      }
    }
    return true;
  }

  private boolean any(List<String> values, Circumstances circumstances) {
    for (String value : values) {
      if (!value.isEmpty() && passes(value, circumstances) != operator.negated()) {
        return true;
      }
    }
    return false;
  }

  private boolean passes(String value, Circumstances circumstances) {
    for (Operator.Test test : tests) {
      if (test.passes(value, circumstances)) {
        return true;
      }
    }
    return false;
  }

  /** What an operator's name says, taken apart; null when there is none of that name. */
  static @Nullable Form find(String name) {
    Quantifier quantifier = Quantifier.NONE;
    for (Quantifier each : List.of(Quantifier.ALL, Quantifier.ANY)) {
      if (name.startsWith(each.prefix())) {
        quantifier = each;
      }
    }
    String rest = name.substring(quantifier.prefix().length());
    boolean ifExists = rest.endsWith("IfExists");
    Operator operator =
        Operator.find(ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest);
    return operator == null || (ifExists && operator == Operator.NULL)
        ? null
        : new Form(operator, quantifier, ifExists);
  }

  /** {@code ForAnyValue:StringLikeIfExists}, taken apart. */
  record Form(Operator operator, Quantifier quantifier, boolean ifExists) {}
}
