package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Blob;
import dev.coffer.wire.binding.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of what a client sent: types at once, constraints collected over the whole request
 * and told together. For one request.
 */
final class Binder {
  private final Dialect dialect;
  private final RpcFacts.Operation facts;
  private final Violations violations = new Violations();

  Binder(Dialect dialect, RpcFacts.Operation facts) {
    this.dialect = dialect;
    this.facts = facts;
  }

  /** The operation, with every constraint satisfied. */
  <O extends Operation<?>> O operation(Class<O> type, Given.Members given) {
    return type.cast(top(type, given));
  }

  /** The record, with every constraint satisfied. */
  Object top(Class<?> type, Given.Members given) {
    Object made = struct(Struct.of(type), given, "", "");
    if (made == null || !violations.none()) {
      throw dialect.invalid(violations.text());
    }
    return made;
  }

  /**
   * Null once a constraint is broken: records are only made of values that they may hold. A null
   * member counts as absent; the pairs of a map have no such value.
   */
  private @Nullable Object struct(Struct struct, Given given, String path, String modelPath) {
    var members = new LinkedHashMap<>(dialect.members(given, path));
    members.values().removeIf(Given.Nothing.class::isInstance);
    List<Struct.Field> fields = struct.fields();
    var values = new @Nullable Object[fields.size()];
    Set<String> known = new HashSet<>();
    for (Struct.Field field : fields) {
      known.add(dialect.name(field));
    }
    members.forEach((name, value) -> {
      if (!known.contains(name)) {
        dialect.unbound(modelPath + name, value, facts);
      }
    });
    for (int i = 0; i < values.length; i++) {
      values[i] = member(fields.get(i), members, path, modelPath);
    }
    return violations.none() ? struct.make(values) : null;
  }

  private @Nullable Object member(
      Struct.Field field, Map<String, Given> members, String path, String modelPath) {
    String name = dialect.name(field);
    String where = path + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    Given given = members.get(name);
    if (given == null) {
      if (!field.nullable()) {
        violations.absent(where, field.rules().sensitive());
      }
      return null;
    }
    return value(field.kind(), field.rules(), given, where, modelPath + name);
  }

  private @Nullable Object value(
      Kind kind, Rules rules, Given given, String path, String modelPath) {
    return switch (kind) {
      case Kind.Simple simple -> checked(simple(simple, given, path), rules, path);
      case Kind.Choice choice -> choice(choice, rules, given, path);
      case Kind.Many many -> many(many, rules, given, path, modelPath);
      case Kind.Pairs _ -> checked(pairs(given, path), rules, path);
      case Kind.Nested(Struct struct) -> struct(struct, given, path + ".", modelPath + "/");
    };
  }

  private Object simple(Kind.Simple kind, Given given, String path) {
    return switch (kind) {
      case TEXT -> dialect.text(given, path);
      case INTEGER -> Integer.valueOf((int) dialect.whole(given, false, path));
      case LONG -> Long.valueOf(dialect.whole(given, true, path));
      case TRUTH -> Boolean.valueOf(dialect.truth(given, path));
      case TIME -> dialect.time(given, path);
      case BYTES -> Blob.of(dialect.bytes(given, path));
    };
  }

  private Object checked(Object value, Rules rules, String path) {
    violations.check(value, rules, path);
    return value;
  }

  private @Nullable Object choice(Kind.Choice choice, Rules rules, Given given, String path) {
    String name = dialect.text(given, path);
    Object constant = choice.constants().get(name);
    if (constant == null) {
      violations.unknown(name, choice.constants().keySet(), rules.sensitive(), path);
    }
    return constant;
  }

  private @Nullable Object many(
      Kind.Many many, Rules rules, Given given, String path, String modelPath) {
    List<Given> items = dialect.items(given, path);
    return switch (many.item()) {
      case Kind.Simple simple -> simples(many, simple, rules, items, path);
      case Kind.Choice choice -> choices(many, choice, rules, items, path);
      case Kind.Nested(Struct struct) -> structs(struct, rules, items, path, modelPath);
      case Kind.Many _, Kind.Pairs _ ->
          throw new IllegalStateException("lists of lists and of maps do not travel: " + path);
    };
  }

  private Object simples(
      Kind.Many many, Kind.Simple simple, Rules rules, List<Given> items, String path) {
    var values = new ArrayList<Object>(items.size());
    for (int i = 0; i < items.size(); i++) {
      values.add(simple(simple, items.get(i), item(path, i)));
    }
    violations.check(values, rules, path);
    if (!rules.tooLong(values)) {
      violations.checkItems(values, many.rules(), path);
    }
    return List.copyOf(values);
  }

  private Object choices(
      Kind.Many many, Kind.Choice choice, Rules rules, List<Given> items, String path) {
    var names = new ArrayList<String>(items.size());
    for (int i = 0; i < items.size(); i++) {
      names.add(dialect.text(items.get(i), item(path, i)));
    }
    violations.check(names, rules, path);
    Map<String, Object> constants = choice.constants();
    if (!constants.keySet().containsAll(names)) {
      violations.unknownItem(names, constants.keySet(), many.rules().sensitive(), path);
      return List.of();
    }
    return names.stream().map(constants::get).toList();
  }

  private @Nullable Object structs(
      Struct struct, Rules rules, List<Given> items, String path, String modelPath) {
    violations.check(items, rules.hidden(), path);
    if (rules.tooLong(items)) {
      return null;
    }
    var records = new ArrayList<Object>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Object made = struct(struct, items.get(i), item(path, i) + ".", modelPath + "/member/");
      if (made != null) {
        records.add(made);
      }
    }
    return List.copyOf(records);
  }

  private Map<String, String> pairs(Given given, String path) {
    var pairs = new LinkedHashMap<String, String>();
    dialect
        .members(given, path)
        .forEach((key, value) -> pairs.put(key, dialect.text(value, path + "." + key)));
    return Collections.unmodifiableMap(pairs);
  }

  private static String item(String path, int index) {
    return path + "." + (index + 1) + ".member";
  }
}
