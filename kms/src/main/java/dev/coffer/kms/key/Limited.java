package dev.coffer.kms.key;

import dev.coffer.storage.kv.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The entries up to the first that is of another kind. */
final class Limited implements Iterator<Entry> {
  private final Iterator<Entry> entries;
  private final Predicate<Entry> kind;
  private @Nullable Entry upcoming;

  Limited(Iterator<Entry> entries, Predicate<Entry> kind) {
    this.entries = entries;
    this.kind = kind;
    advance();
  }

  private void advance() {
    Entry next = entries.hasNext() ? entries.next() : null;
    upcoming = next != null && kind.test(next) ? next : null;
  }

  @Override
  public boolean hasNext() {
    return upcoming != null;
  }

  @Override
  public Entry next() {
    Entry entry = upcoming;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    advance();
    return entry;
  }
}
