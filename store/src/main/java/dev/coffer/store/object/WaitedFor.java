package dev.coffer.store.object;

import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The names of webhooks for which events wait, by the groups of hints. */
final class WaitedFor implements Iterator<String> {
  private final KvStore kv;
  private @Nullable Key from = Key.startOf(EventHint.groups());
  private String upcoming = "";

  WaitedFor(KvStore kv) {
    this.kv = kv;
  }

  @Override
  public boolean hasNext() {
    if (upcoming.isEmpty() && from != null) {
      var page = kv.scan(Removals.HINTS, from, 1).entries();
      upcoming = page.isEmpty() ? "" : EventHint.webhook(page.getFirst().key().group());
      from = upcoming.isEmpty() ? null : Key.afterGroup(EventHint.group(upcoming));
    }
    return !upcoming.isEmpty();
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String name = upcoming;
    upcoming = "";
    return name;
  }
}
