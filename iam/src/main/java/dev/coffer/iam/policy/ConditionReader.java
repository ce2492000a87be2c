package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a statement's Condition: operators, each with keys, each with values. */
final class ConditionReader {
  private final Kind kind;
  private final boolean variables;

  ConditionReader(Kind kind, boolean variables) {
    this.kind = kind;
    this.variables = variables;
  }

  List<Condition> conditions(@Nullable Json json) {
    List<Condition> conditions = new ArrayList<>();
    if (json == null) {
      return conditions;
    }
    members(json)
        .forEach((operator, keys) -> {
          Condition.Form form = form(operator);
          members(keys).forEach((key, value) -> conditions.add(condition(form, key, value)));
        });
    return conditions;
  }

  private Map<String, Json> members(Json json) {
    if (json instanceof Json.Members members) {
      return members.byName();
    }
    throw Fault.SYNTAX.in(kind);
  }

  private Condition.Form form(String operator) {
    Condition.Form form = Condition.find(operator);
    if (form == null) {
      throw Fault.BAD_OPERATOR.in(kind, operator);
    }
    return form;
  }

  private Condition condition(Condition.Form form, String key, Json json) {
    if (key.isEmpty()) {
      throw Fault.BAD_KEY.in(kind);
    }
    List<String> written = values(json);
    List<Operator.Test> tests = new ArrayList<>(written.size());
    for (String value : written) {
      tests.add(test(form.operator(), value));
    }
    return new Condition(
        form.operator(),
        form.quantifier(),
        form.ifExists(),
        key.toLowerCase(Locale.ROOT),
        written,
        tests);
  }

  private Operator.Test test(Operator operator, String value) {
    Operator.Test test = operator.compile(value, variables);
    if (test != null) {
      return test;
    }
    throw switch (operator) {
      case IP_ADDRESS, NOT_IP_ADDRESS -> Fault.BAD_ADDRESS.in(kind);
      case BOOL, NULL -> Fault.SYNTAX.in(kind);
      default -> (operator.textual() ? Fault.BAD_VARIABLE : Fault.BAD_VALUE).in(kind);
    };
  }

  private List<String> values(Json json) {
    if (!(json instanceof Json.Array array)) {
      return List.of(value(json));
    }
    List<String> values = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      values.add(value(item));
    }
    return values;
  }

  /** Quotation marks around numbers and truths are optional. */
  private String value(Json json) {
    return switch (json) {
      case Json.Text text -> text.value();
      case Json.Numeral number -> number.written();
      case Json.Truth truth -> Boolean.toString(truth.value());
      case Json.Nothing _, Json.Array _, Json.Members _ -> throw Fault.SYNTAX.in(kind);
    };
  }
}
