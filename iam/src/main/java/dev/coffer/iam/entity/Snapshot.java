package dev.coffer.iam.entity;

import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads an account's rows; {@link Ledger} makes sure that they are of one moment. */
final class Snapshot implements Rows {
  private static final Bytes LEAST = Bytes.of((byte) 0);

  private final KvStore store;
  private final Index index;
  private final String accountId;
  private final Bytes group;

  Snapshot(KvStore store, Index index, String accountId) {
    this.store = store;
    this.index = index;
    this.accountId = accountId;
    this.group = group(accountId);
  }

  static Bytes group(String accountId) {
    return Bytes.utf8("iam/" + accountId);
  }

  @Override
  public String accountId() {
    return accountId;
  }

  @Override
  public Optional<Bytes> get(String suffix) {
    return store.get(index, new Key(group, Bytes.utf8(suffix)));
  }

  @Override
  public List<String> suffixes(String prefix, String after, int limit) {
    Bytes start = Bytes.utf8(prefix + after);
    var from = new Key(group, after.isEmpty() ? start : start.concat(LEAST));
    Iterator<Entry> entries = KvScan.group(store, index, from);
    var found = new ArrayList<String>();
    while (found.size() < limit && entries.hasNext()) {
      String suffix = entries.next().key().suffix().toUtf8();
      if (!suffix.startsWith(prefix)) {
        break;
      }
      found.add(suffix.substring(prefix.length()));
    }
    return found;
  }
}
