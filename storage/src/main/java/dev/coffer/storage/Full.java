package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/** There is no room left to write; reading and removing still work. */
public final class Full extends StorageFailure {
  private static final long serialVersionUID = 1;

  public Full(String text) {
    this(text, null);
  }

  public Full(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  /** Adds what varies; never content. */
  public Full with(String name, Object value) {
    add(name, value);
    return this;
  }
}
