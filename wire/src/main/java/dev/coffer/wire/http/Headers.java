package dev.coffer.wire.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Header fields in their order; names compare without regard to case, several of one name are kept.
 * Immutable.
 */
public final class Headers {
  public static final Headers EMPTY = new Headers(List.of());

  private final List<Field> fields;

  /** One header line; the name as it came. */
  public record Field(String name, String value) {}

  private Headers(List<Field> fields) {
    this.fields = List.copyOf(fields);
  }

  /** Name and value in turn. */
  public static Headers of(String... namesAndValues) {
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Headers copyOf(List<Field> fields) {
    return new Headers(fields);
  }

  public static Builder builder() {
    return new Builder();
  }

  public List<Field> fields() {
    return fields;
  }

  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        return Optional.of(field.value);
      }
    }
    return Optional.empty();
  }

  public List<String> all(String name) {
    var values = new ArrayList<String>();
    for (Field field : fields) {
      if (field.name.equalsIgnoreCase(name)) {
        values.add(field.value);
      }
    }
    return values;
  }

  public boolean has(String name) {
    return first(name).isPresent();
  }

  /** The names that begin with the prefix, in lower case, without repetition. */
  public List<String> namesWithPrefix(String prefix) {
    var names = new ArrayList<String>();
    for (Field field : fields) {
      String name = field.name.toLowerCase(Locale.ROOT);
      if (name.startsWith(prefix) && !names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  public Builder toBuilder() {
    var builder = new Builder();
    builder.fields.addAll(fields);
    return builder;
  }

  /** Collects header lines. */
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>();

    public Builder add(String name, String value) {
      fields.add(new Field(name, value));
      return this;
    }

    /** Replaces all fields of that name. */
    public Builder set(String name, String value) {
      fields.removeIf(field -> field.name.equalsIgnoreCase(name));
      return add(name, value);
    }

    public Headers build() {
      return new Headers(fields);
    }
  }
}
