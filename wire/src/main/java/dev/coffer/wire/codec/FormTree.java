package dev.coffer.wire.codec;

import dev.coffer.wire.http.Query;
import dev.coffer.wire.rpc.QueryError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The structure that the names of a form describe: {@code Tags.member.1.Key=a}. {@value #DEPTH}
 * levels, {@value #MAX_PARAMETERS} parameters.
 */
final class FormTree {
  private static final int DEPTH = 10;
  private static final int MAX_PARAMETERS = 2000;
  private static final int MAX_NAME = 1024;

  /** Of the protocol, not of the operation. */
  private static final Set<String> OUTSIDE = Set.of(QueryCodec.ACTION, QueryCodec.VERSION);

  private FormTree() {}

  /** A level that is still being filled. */
  private record Level(Map<String, Object> children) {}

  static Given.Members of(Query form) {
    if (form.parameters().size() > MAX_PARAMETERS) {
      throw QueryError.MalformedInput.because("There are too many parameters.");
    }
    var top = new Level(new LinkedHashMap<>());
    for (Query.Parameter parameter : form.parameters()) {
      if (!OUTSIDE.contains(parameter.name()) && !parameter.name().startsWith("X-Amz-")) {
        add(top, parameter);
      }
    }
    return given(top);
  }

  private static void add(Level top, Query.Parameter parameter) {
    String name = parameter.name();
    List<String> parts = name.length() > MAX_NAME ? List.of() : List.of(name.split("\\.", -1));
    if (parts.isEmpty() || parts.size() > DEPTH || parts.contains("")) {
      throw malformed("has a name that describes no structure", name);
    }
    Level level = top;
    for (String part : parts.subList(0, parts.size() - 1)) {
      Object child = level.children.computeIfAbsent(part, p -> new Level(new LinkedHashMap<>()));
      if (!(child instanceof Level below)) {
        throw malformed("is both a value and a structure", name);
      }
      level = below;
    }
    if (level.children.putIfAbsent(parts.getLast(), parameter.value()) != null) {
      throw malformed("is given twice", name);
    }
  }

  private static RuntimeException malformed(String what, String name) {
    String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    return QueryError.MalformedInput.because("The parameter " + shown + " " + what + ".");
  }

  private static Given.Members given(Level level) {
    var members = new LinkedHashMap<String, Given>();
    level.children.forEach((name, child) ->
        members.put(
            name, child instanceof Level below ? given(below) : new Given.Text((String) child)));
    return new Given.Members(members);
  }
}
