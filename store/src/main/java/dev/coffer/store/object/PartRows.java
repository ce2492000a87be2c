package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The part rows among a group's rows, up to the first row of another kind or upload. */
final class PartRows implements Iterator<PartRow> {
  private final Iterator<Entry> rows;
  private final Bytes suffixPrefix;
  private @Nullable Entry upcoming;

  PartRows(Iterator<Entry> rows, Bytes suffixPrefix) {
    this.rows = rows;
    this.suffixPrefix = suffixPrefix;
    this.upcoming = advance();
  }

  @Override
  public boolean hasNext() {
    return upcoming != null;
  }

  @Override
  public PartRow next() {
    Entry entry = upcoming;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    upcoming = advance();
    return PartRow.decode(entry.value());
  }

  private @Nullable Entry advance() {
    Entry entry = rows.hasNext() ? rows.next() : null;
    return entry != null && entry.key().suffix().startsWith(suffixPrefix) ? entry : null;
  }
}
