package dev.coffer.store.object;

import dev.coffer.storage.kv.ForwardingKv;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Page;

/** Another store, whose scanned entries are counted. */
final class CountingScans extends ForwardingKv {
  private int entries;

  CountingScans(KvStore kv) {
    super(kv);
  }

  int entries() {
    return entries;
  }

  @Override
  public Page scan(Index index, Key fromInclusive, int limit) {
    Page page = super.scan(index, fromInclusive, limit);
    entries += page.entries().size();
    return page;
  }
}
