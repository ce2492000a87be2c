package dev.coffer.store.object;

import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in an index that only moves forward.
 *
 * <p>A move within what is already read costs nothing; one beyond it skips everything between with
 * a single scan. Pages begin small and grow while they are read through, so that jumping from
 * prefix to prefix does not read what it jumps over. Not safe for several threads.
 */
final class Cursor {
  private static final int FIRST_PAGE = 16;
  private static final int LARGEST_PAGE = 256;

  private final KvStore kv;
  private final Index index;
  private @Nullable Key from;
  private int pageSize = FIRST_PAGE;
  private List<Entry> page = List.of();
  private int at;

  Cursor(KvStore kv, Index index, Key from) {
    this.kv = kv;
    this.index = index;
    this.from = from;
  }

  /** The entry at this place; null at the end of the index. */
  @Nullable Entry entry() {
    while (at == page.size() && from != null) {
      load(from);
    }
    return at < page.size() ? page.get(at) : null;
  }

  /** To the next entry. */
  void step() {
    at++;
  }

  /** To the first entry that is not before {@code target}; never back. */
  void seek(Key target) {
    while (at < page.size() && page.get(at).key().compareTo(target) < 0) {
      at++;
    }
    if (at == page.size() && from != null && from.compareTo(target) < 0) {
      from = target;
      pageSize = FIRST_PAGE;
    }
  }

  /** Beyond all entries. */
  void end() {
    page = List.of();
    at = 0;
    from = null;
  }

  private void load(Key start) {
    Page loaded = kv.scan(index, start, pageSize);
    pageSize = Math.min(2 * pageSize, LARGEST_PAGE);
    page = loaded.entries();
    at = 0;
    from = loaded.more() ? page.getLast().key().after() : null;
  }
}
