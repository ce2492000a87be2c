package dev.coffer.store.bucket;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.WrappedRows;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvScan;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Iterator;
import java.util.Optional;

/** The rows of {@link SystemKeys}, whatever their purpose, for a change of the root key. */
public final class SystemKeyRows implements WrappedRows {
  private final KvStore kv;
  private final Entropy entropy;

  public SystemKeyRows(KvStore kv, Entropy entropy) {
    this.kv = kv;
    this.entropy = entropy;
  }

  @Override
  public String name() {
    return "system keys";
  }

  @Override
  public long rewrap(StoreRootKey root) {
    long done = 0;
    Iterator<Entry> rows = KvScan.group(kv, SystemKeys.INDEX, SystemKeys.GROUP);
    while (rows.hasNext()) {
      done += rewrap(root, rows.next());
    }
    return done;
  }

  private int rewrap(StoreRootKey root, Entry row) {
    Bytes suffix = row.key().suffix();
    Optional<byte[]> anew =
        root.rewrap(suffix.toUtf8(), row.value().toByteArray(), new byte[0], entropy);
    if (anew.isEmpty()) {
      return 0;
    }
    Commit commit =
        Commit.in(SystemKeys.INDEX, SystemKeys.GROUP)
            .expectEqual(suffix, row.value())
            .put(suffix, Bytes.copyOf(anew.get()))
            .build();
    if (!(Settle.commit(kv, commit, suffix) instanceof Outcome.Done)) {
      throw new Unavailable("a system key could not be wrapped anew");
    }
    return 1;
  }
}
