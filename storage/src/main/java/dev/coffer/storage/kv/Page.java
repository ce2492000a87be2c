package dev.coffer.storage.kv;

import java.util.List;

/**
 * One page of a scan, ascending.
 *
 * <p>It may hold fewer entries than were asked for; only {@code more} says whether to go on after
 * the last one. A page with {@code more} holds at least one entry, and the page after it may be
 * empty.
 */
public record Page(List<Entry> entries, boolean more) {
  public static final Page EMPTY = new Page(List.of(), false);

  public Page {
    entries = List.copyOf(entries);
    if (more && entries.isEmpty()) {
      throw new IllegalStateException("a page that has more must hold an entry");
    }
  }
}
