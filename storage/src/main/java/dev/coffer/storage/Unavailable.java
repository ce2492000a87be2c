package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/** The store cannot serve now; a later attempt may succeed. */
public final class Unavailable extends StorageFailure {
  private static final long serialVersionUID = 1;

  public Unavailable(String text) {
    this(text, null);
  }

  public Unavailable(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  /** Adds what varies; never content. */
  public Unavailable with(String name, Object value) {
    add(name, value);
    return this;
  }
}
