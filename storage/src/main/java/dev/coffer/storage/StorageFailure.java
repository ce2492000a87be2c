package dev.coffer.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our surroundings failed. The kind is the subclass; {@link #text()} is constant and what varies is
 * in {@link #fields()}, so that logs can be grouped. Fields never hold content.
 */
public abstract sealed class StorageFailure extends RuntimeException
    permits Unavailable, Full, Corrupt {
  private static final long serialVersionUID = 1;

  private final String text;
  private final LinkedHashMap<String, String> fields = new LinkedHashMap<>();

  StorageFailure(String text, @Nullable Throwable cause) {
    super(text, cause);
    this.text = text;
  }

  final void add(String name, Object value) {
    fields.put(name, value.toString());
  }

  public final Map<String, String> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** The constant text alone, to group by. */
  public final String text() {
    return text;
  }

  @Override
  public final String getMessage() {
    return fields.isEmpty() ? text : text + " " + fields;
  }
}
