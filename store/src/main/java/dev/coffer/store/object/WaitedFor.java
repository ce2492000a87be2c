package dev.coffer.store.object;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of webhooks for which events wait, by the groups of hints. */
final class WaitedFor implements Iterator<String> {
  private static final Logger LOG = LoggerFactory.getLogger(WaitedFor.class);

  private final KvStore kv;
  private @Nullable Key from = Key.startOf(EventHint.groups());
  private String upcoming = "";

  WaitedFor(KvStore kv) {
    this.kv = kv;
  }

  @Override
  public boolean hasNext() {
    while (upcoming.isEmpty() && from != null) {
      var page = kv.scan(Removals.HINTS, from, 1).entries();
      Bytes group = page.isEmpty() ? Bytes.EMPTY : page.getFirst().key().group();
      boolean events = group.startsWith(EventHint.groups());
      upcoming = events ? name(group) : "";
      from = events ? Key.afterGroup(group) : null;
    }
    return !upcoming.isEmpty();
  }

  /** Empty for a group that is no webhook's: it stays, with an alarm each time. */
  private static String name(Bytes group) {
    try {
      String name = EventHint.webhook(group);
      Stored.require(!name.isEmpty(), "events wait for a webhook without a name");
      return name;
    } catch (Corrupt e) {
      LOG.error("ALARM events wait for nobody, in the group {}", group.toHex(), e);
      return "";
    }
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
