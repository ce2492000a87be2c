package dev.coffer.store;

import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.WrappedRows;
import dev.coffer.kms.key.MaterialRows;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.store.bucket.BucketKeyRows;
import dev.coffer.store.bucket.SystemKeyRows;
import dev.coffer.store.bucket.SystemKeys;
import java.util.List;

/**
 * Everything that hangs directly below the store root key, in one list.
 *
 * <p>Whoever stores what {@link dev.coffer.kms.custody.StoreRootKey#wrap} returns adds a line: a
 * rotation of the root key wraps these families anew and then destroys the old key. {@code
 * RootKeyRowsTest} searches the sources for callers that are not here.
 */
public final class RootKeyRows {
  /** The purpose of the system's key that seals the rows of the key service. */
  public static final String KMS_RECORDS = "kms-records";

  private RootKeyRows() {}

  /** The families over a store, in the order in which they are wrapped anew. */
  public static List<WrappedRows> of(KvStore kv, Entropy entropy) {
    return List.of(
        new SystemKeyRows(kv, entropy), new BucketKeyRows(kv, entropy), materials(kv, entropy));
  }

  /** The materials of KMS keys. */
  public static MaterialRows materials(KvStore kv, Entropy entropy) {
    return new MaterialRows(
        kv,
        SystemKeys.INDEX,
        root -> new SystemKeys(kv, root, entropy).require(KMS_RECORDS),
        entropy);
  }
}
