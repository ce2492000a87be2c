package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.kv.Entry;
import dev.coffer.storage.kv.KvStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The rows of buckets, for whoever opens a data folder that no server uses. It changes nothing.
 *
 * <p>Closing forgets the key of the rows.
 */
public final class StoredBuckets implements AutoCloseable {
  private final BucketRows rows;
  private final WrappingKey sealing;

  private StoredBuckets(BucketRows rows, WrappingKey sealing) {
    this.rows = rows;
    this.sealing = sealing;
  }

  /** Empty when the store never had a bucket. */
  public static Optional<StoredBuckets> open(KvStore kv, StoreRootKey root, Entropy entropy) {
    if (!SystemKeys.exists(kv, BucketRoom.SYSTEM_METADATA)) {
      return Optional.empty();
    }
    WrappingKey sealing = new SystemKeys(kv, root, entropy).require(BucketRoom.SYSTEM_METADATA);
    Bytes installationId = Bytes.copyOf(root.installationId().toArray());
    return Optional.of(
        new StoredBuckets(new BucketRows(kv, sealing, installationId, entropy), sealing));
  }

  /** The names, in their order. */
  public List<String> names() {
    var names = new ArrayList<String>();
    Iterator<Entry> entries = rows.rows("");
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (BucketRows.beyond(entry)) {
        break;
      }
      BucketRows.nameOf(entry).ifPresent(names::add);
    }
    return names;
  }

  /**
   * One bucket.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when its row is not what was stored there
   */
  public Optional<Bucket> find(String name) {
    return rows.find(name).map(BucketRows.Found::bucket);
  }

  @Override
  public void close() {
    sealing.close();
  }
}
