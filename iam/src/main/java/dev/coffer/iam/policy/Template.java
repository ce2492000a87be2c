package dev.coffer.iam.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value of a policy that may hold variables: {@code ${aws:username}}, with a default {@code
 * ${aws:PrincipalTag/team, 'none'}}, and the escapes <code>${*}</code>, <code>${?}</code>, <code>
 * ${$}</code>.
 *
 * <p>What a variable stands for is literal: its {@code *} is no wildcard. A variable whose key the
 * request does not have, or has with several values, and that has no default stands for nothing,
 * and the whole value then matches nothing. Source: IAM User Guide, policy variables.
 */
final class Template {
  private final List<Part> parts;
  private final @Nullable Glob glob;
  private final @Nullable String text;

  private Template(List<Part> parts) {
    this.parts = List.copyOf(parts);
    boolean fixed = parts.stream().noneMatch(Variable.class::isInstance);
    this.glob = fixed ? buildGlob(null) : null;
    this.text = fixed ? buildText(null) : null;
  }

  /** A piece of the value. */
  private sealed interface Part {}

  /** Text in which wildcards count. */
  private record Written(String text) implements Part {}

  /** One escaped character. */
  private record Escaped(String text) implements Part {}

  /** A key of the request, in lower case. */
  private record Variable(String key, @Nullable String otherwise) implements Part {}

  /**
   * Reads a value.
   *
   * @param variables whether the document's version knows them; if not, all is text
   * @return null when a variable has no end or no name
   */
  static @Nullable Template find(String text, boolean variables) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (variables) {
      int open = text.indexOf("${", at);
      if (open < 0) {
        break;
      }
      int close = end(text, open);
      Part part = close < 0 ? null : variable(text.substring(open + 2, close));
      if (part == null) {
        return null;
      }
      addWritten(parts, text.substring(at, open));
      parts.add(part);
      at = close + 1;
    }
    addWritten(parts, text.substring(at));
    return new Template(parts);
  }

  /** The brace that ends a variable; one within a quoted default does not. */
  private static int end(String text, int open) {
    boolean quoted = false;
    for (int at = open + 2; at < text.length(); at++) {
      char here = text.charAt(at);
      if (here == '\'') {
        quoted = !quoted;
      } else if (here == '}' && !quoted) {
        return at;
      }
    }
    return -1;
  }

  private static @Nullable Part variable(String inside) {
    if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
      return new Escaped(inside);
    }
    int comma = inside.indexOf(',');
    String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
    String otherwise = comma < 0 ? null : inside.substring(comma + 1).strip();
    boolean quoted =
        otherwise == null
            || (otherwise.length() > 1 && otherwise.startsWith("'") && otherwise.endsWith("'"));
    if (key.indexOf(':') <= 0 || key.contains("$") || key.contains("{") || !quoted) {
      return null;
    }
    return new Variable(
        key.toLowerCase(Locale.ROOT),
        otherwise == null ? null : otherwise.substring(1, otherwise.length() - 1));
  }

  private static void addWritten(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Written(text));
    }
  }

  /** The pieces between the first colons; the last piece keeps the rest. */
  List<Template> split(int most) {
    List<Template> pieces = new ArrayList<>();
    List<Part> piece = new ArrayList<>();
    for (Part part : parts) {
      if (!(part instanceof Written written)) {
        piece.add(part);
        continue;
      }
      String rest = written.text();
      for (int colon = rest.indexOf(':');
          colon >= 0 && pieces.size() < most - 1;
          colon = rest.indexOf(':')) {
        addWritten(piece, rest.substring(0, colon));
        pieces.add(new Template(piece));
        piece = new ArrayList<>();
        rest = rest.substring(colon + 1);
      }
      addWritten(piece, rest);
    }
    pieces.add(new Template(piece));
    return pieces;
  }

  /** Whether the value is the same for every request. */
  boolean fixed() {
    return glob != null;
  }

  /** Whether it holds a wildcard or a variable. */
  boolean open() {
    return !fixed()
        || parts.stream()
            .anyMatch(part ->
                part instanceof Written written
                    && (written.text().contains("*") || written.text().contains("?")));
  }

  /** Whether the text, its wildcards counted, is like this one. */
  boolean like(String other, Circumstances circumstances) {
    Glob pattern = glob != null ? glob : buildGlob(circumstances);
    return pattern != null && pattern.matches(other);
  }

  /** The text with its variables replaced and its wildcards left; null when one has no value. */
  @Nullable String text(Circumstances circumstances) {
    return text != null ? text : buildText(circumstances);
  }

  /** What every value that is like this begins with. */
  String prefix() {
    if (parts.isEmpty() || !(parts.getFirst() instanceof Written written)) {
      return "";
    }
    String first = written.text();
    int end = 0;
    while (end < first.length() && first.charAt(end) != '*' && first.charAt(end) != '?') {
      end++;
    }
    return first.substring(0, end);
  }

  /** As written, for checks of its form, each variable a {@code *}. */
  String shape() {
    var shape = new StringBuilder();
    for (Part part : parts) {
      shape.append(
          switch (part) {
            case Written written -> written.text();
            case Escaped escaped -> escaped.text();
            case Variable _ -> "*";
          });
    }
    return shape.toString();
  }

  private @Nullable Glob buildGlob(@Nullable Circumstances circumstances) {
    var builder = new Glob.Builder();
    for (Part part : parts) {
      if (part instanceof Written written) {
        builder.wild(written.text());
        continue;
      }
      String value = value(part, circumstances);
      if (value == null) {
        return null;
      }
      builder.literal(value);
    }
    return builder.build();
  }

  private @Nullable String buildText(@Nullable Circumstances circumstances) {
    var built = new StringBuilder();
    for (Part part : parts) {
      String value = value(part, circumstances);
      if (value == null) {
        return null;
      }
      built.append(value);
    }
    return built.toString();
  }

  private static @Nullable String value(Part part, @Nullable Circumstances circumstances) {
    return switch (part) {
      case Written written -> written.text();
      case Escaped escaped -> escaped.text();
      case Variable variable -> {
        String found = circumstances == null ? null : circumstances.single(variable.key());
        yield found == null ? variable.otherwise() : found;
      }
    };
  }
}
