package dev.coffer.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string, decoded, in their order. {@code ?encryption} and {@code
 * ?encryption=} both give the value {@code ""}. A plus sign is a space here, as in forms.
 */
public record Query(List<Parameter> parameters) {
  /** Name and value, decoded. */
  public record Parameter(String name, String value) {}

  public Query {
    parameters = List.copyOf(parameters);
  }

  /**
   * Decodes a raw query string.
   *
   * @throws MalformedMessage when the percent coding is broken
   */
  public static Query parse(@Nullable String rawQuery) {
    var parameters = new ArrayList<Parameter>();
    if (rawQuery != null && !rawQuery.isEmpty()) {
      for (String pair : rawQuery.split("&", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          String name = equals < 0 ? pair : pair.substring(0, equals);
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          parameters.add(new Parameter(decode(name), decode(value)));
        }
      }
    }
    return new Query(parameters);
  }

  public Optional<String> first(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name.equals(name)) {
        return Optional.of(parameter.value);
      }
    }
    return Optional.empty();
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  private static String decode(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}
