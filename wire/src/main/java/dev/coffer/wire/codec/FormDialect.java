package dev.coffer.wire.codec;

import dev.coffer.wire.rpc.QueryError;
import dev.coffer.wire.rpc.RpcException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Requests as forms. Everything is text; what does not read as its type is malformed. */
enum FormDialect implements Dialect {
  FORM;

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern INDEX = Pattern.compile("[1-9][0-9]{0,5}");

  @Override
  public String name(Struct.Field field) {
    return field.wire();
  }

  @Override
  public String text(Given given, String path) {
    if (given instanceof Given.Text text) {
      return text.value();
    }
    throw malformed(path, "a single value");
  }

  @Override
  public long whole(Given given, boolean wide, String path) {
    String text = text(given, path);
    if (WHOLE.matcher(text).matches()) {
      long value = Long.parseLong(text);
      if (wide || value == (int) value) {
        return value;
      }
    }
    throw malformed(path, "an integer");
  }

  @Override
  public boolean truth(Given given, String path) {
    return switch (text(given, path)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed(path, "true or false");
    };
  }

  @Override
  public Instant time(Given given, String path) {
    try {
      return OffsetDateTime.parse(text(given, path)).toInstant();
    } catch (DateTimeException e) {
      throw malformed(path, "a time in ISO 8601");
    }
  }

  @Override
  public byte[] bytes(Given given, String path) {
    try {
      return Base64.getDecoder().decode(text(given, path));
    } catch (IllegalArgumentException e) {
      throw malformed(path, "base64");
    }
  }

  /** {@code Tags=} is an empty list; the numbers of items order them. */
  @Override
  public List<Given> items(Given given, String path) {
    return switch (given) {
      case Given.Text(String value) when value.isEmpty() -> List.of();
      case Given.Members(Map<String, Given> outer)
          when outer.size() == 1
              && outer.get("member") instanceof Given.Members(Map<String, Given> items) ->
          numbered(items, path);
      default -> throw malformed(path, "a list");
    };
  }

  private static List<Given> numbered(Map<String, Given> items, String path) {
    var sorted = new TreeMap<Integer, Given>();
    items.forEach((index, item) -> {
      if (!INDEX.matcher(index).matches()) {
        throw malformed(path, "a list whose items are numbered from 1");
      }
      sorted.put(Integer.valueOf(index), item);
    });
    return List.copyOf(sorted.values());
  }

  @Override
  public Map<String, Given> members(Given given, String path) {
    return switch (given) {
      case Given.Members(Map<String, Given> members) -> members;
      case Given.Text(String value) when value.isEmpty() -> Map.of();
      default -> throw malformed(path, "a structure");
    };
  }

  /** Nothing that was sent is left aside: neither what Amazon knows, nor what nobody knows. */
  @Override
  public void unbound(String path, Given given, RpcFacts.Operation facts) {
    boolean known = facts.input(path).isPresent();
    boolean asksForNothing = known && given.equals(new Given.Text("false"));
    if (known && !asksForNothing) {
      throw QueryError.NotImplemented.because(
          "The parameter " + path + " of " + facts.name() + " is not implemented");
    }
    if (!known) {
      throw QueryError.ValidationError.because(facts.name() + " has no parameter " + path);
    }
  }

  @Override
  public RuntimeException invalid(String text) {
    return QueryError.ValidationError.because(text);
  }

  private static RpcException malformed(String path, String wanted) {
    return QueryError.MalformedInput.because("The value of " + path + " must be " + wanted + ".");
  }
}
