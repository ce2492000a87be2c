package dev.coffer.storage;

import org.jspecify.annotations.Nullable;

/** Stored bytes are not what was written; only an operator can help. */
public final class Corrupt extends StorageFailure {
  private static final long serialVersionUID = 1;

  public Corrupt(String text) {
    this(text, null);
  }

  public Corrupt(String text, @Nullable Throwable cause) {
    super(text, cause);
  }

  /** Adds what varies; never content. */
  public Corrupt with(String name, Object value) {
    add(name, value);
    return this;
  }
}
