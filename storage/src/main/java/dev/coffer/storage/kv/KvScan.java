package dev.coffer.storage.kv;

import dev.coffer.storage.Bytes;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the entries of an index, page by page, as far as the caller asks.
 *
 * <p>As {@link KvStore#scan} it is no snapshot. Not safe for several threads.
 */
public final class KvScan implements Iterator<Entry> {
  private static final int GROUP_PAGE = 64;

  private final KvStore kv;
  private final Index index;
  private final int pageSize;
  private final @Nullable Bytes onlyGroup;
  private @Nullable Key from;
  private Iterator<Entry> page = Collections.emptyIterator();
  private @Nullable Entry upcoming;

  private KvScan(KvStore kv, Index index, Key from, int pageSize, @Nullable Bytes onlyGroup) {
    this.kv = kv;
    this.index = index;
    this.from = from;
    this.pageSize = pageSize;
    this.onlyGroup = onlyGroup;
  }

  /** All entries from a key on. */
  public static Iterator<Entry> entries(KvStore kv, Index index, Key from, int pageSize) {
    return new KvScan(kv, index, from, pageSize, null);
  }

  /** All entries of one group. */
  public static Iterator<Entry> group(KvStore kv, Index index, Bytes group) {
    return group(kv, index, Key.startOf(group));
  }

  /** The entries of one group from a key on. */
  public static Iterator<Entry> group(KvStore kv, Index index, Key from) {
    return new KvScan(kv, index, from, GROUP_PAGE, from.group());
  }

  @Override
  public boolean hasNext() {
    if (upcoming == null) {
      upcoming = advance();
    }
    return upcoming != null;
  }

  @Override
  public Entry next() {
    Entry entry = upcoming != null ? upcoming : advance();
    upcoming = null;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    return entry;
  }

  private @Nullable Entry advance() {
    while (!page.hasNext() && from != null) {
      load(from);
    }
    if (!page.hasNext()) {
      return null;
    }
    Entry entry = page.next();
    if (onlyGroup != null && !onlyGroup.equals(entry.key().group())) {
      page = Collections.emptyIterator();
      from = null;
      return null;
    }
    return entry;
  }

  private void load(Key start) {
    Page loaded = kv.scan(index, start, pageSize);
    page = loaded.entries().iterator();
    from = loaded.more() ? loaded.entries().getLast().key().after() : null;
  }
}
