package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.WrappedRows;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import java.util.Iterator;
import java.util.Optional;

/** The keys in the rows of buckets, for a change of the root key. */
public final class BucketKeyRows implements WrappedRows {
  private static final int ATTEMPTS = 10;

  private final KvStore kv;
  private final Entropy entropy;

  public BucketKeyRows(KvStore kv, Entropy entropy) {
    this.kv = kv;
    this.entropy = entropy;
  }

  @Override
  public String name() {
    return "bucket keys";
  }

  @Override
  public long rewrap(StoreRootKey root) {
    var keys = new BucketKeys(root, entropy);
    try (WrappingKey sealing =
        new SystemKeys(kv, root, entropy).require(BucketRoom.SYSTEM_METADATA)) {
      var rows = new BucketRows(kv, sealing, keys.installationId(), entropy);
      long done = 0;
      Iterator<Entry> entries = rows.rows("");
      while (entries.hasNext()) {
        Entry entry = entries.next();
        if (BucketRows.beyond(entry)) {
          break;
        }
        Optional<BucketRows.Found> found = rows.bucket(entry);
        if (found.isPresent()) {
          done += rewrap(rows, keys, found.get().bucket().name());
        }
      }
      return done;
    }
  }

  /** Somebody else may change the row meanwhile, which is then read again. */
  private static long rewrap(BucketRows rows, BucketKeys keys, String name) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<BucketRows.Found> found = rows.find(name);
      Optional<Bucket> anew = found.flatMap(row -> keys.rewrap(row.bucket()));
      if (found.isEmpty() || anew.isEmpty()) {
        return 0;
      }
      if (rows.replace(found.get(), anew.get())) {
        return 1L + anew.get().newestGeneration();
      }
    }
    throw new Unavailable("a bucket's keys could not be wrapped anew");
  }
}
