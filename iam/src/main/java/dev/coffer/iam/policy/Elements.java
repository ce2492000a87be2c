package dev.coffer.iam.policy;

import dev.coffer.iam.policy.PolicyDocument.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one object of a policy, taken out by name.
 *
 * @param kind of the document, which decides the words of a complaint
 */
record Elements(Kind kind, Map<String, Json> byName) {
  static Elements of(Kind kind, Json value, Set<String> known) {
    if (!(value instanceof Json.Members members)) {
      throw Fault.SYNTAX.in(kind);
    }
    for (String name : members.byName().keySet()) {
      if (!known.contains(name)) {
        throw Fault.UNKNOWN_FIELD.in(kind, name);
      }
    }
    return new Elements(kind, members.byName());
  }

  @Nullable Json find(String name) {
    return byName.get(name);
  }

  /** A string; null when absent. */
  @Nullable String findText(String name) {
    return switch (byName.get(name)) {
      case null -> null;
      case Json.Text text -> text.value();
      default -> throw Fault.SYNTAX.in(kind);
    };
  }

  /** The element, or its Not form, or null. Both at once are refused. */
  @Nullable Either findEither(String name) {
    Json plain = byName.get(name);
    Json not = byName.get("Not" + name);
    if (plain != null && not != null) {
      throw Fault.TWICE.in(kind, name);
    }
    if (plain != null) {
      return new Either(false, plain);
    }
    return not == null ? null : new Either(true, not);
  }

  /** An element or its negation. */
  record Either(boolean not, Json value) {}

  /** A string or a list of strings. */
  static List<String> texts(Json value, Fault otherwise, Kind kind) {
    if (value instanceof Json.Text text) {
      return List.of(text.value());
    }
    if (!(value instanceof Json.Array array)) {
      throw otherwise.in(kind);
    }
    List<String> texts = new ArrayList<>(array.items().size());
    for (Json item : array.items()) {
      if (!(item instanceof Json.Text text)) {
        throw otherwise.in(kind);
      }
      texts.add(text.value());
    }
    return texts;
  }
}
