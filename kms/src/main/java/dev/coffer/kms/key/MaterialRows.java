package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.kms.custody.WrappedRows;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;

/** The materials of KMS keys, for a change of the root key. */
public final class MaterialRows implements WrappedRows {
  private static final int ATTEMPTS = 10;

  private final KvStore store;
  private final Index index;
  private final Function<StoreRootKey, WrappingKey> records;
  private final Entropy entropy;

  /**
   * @param records the key that seals the rows of the key service; it is closed here
   */
  public MaterialRows(
      KvStore store, Index index, Function<StoreRootKey, WrappingKey> records, Entropy entropy) {
    this.store = store;
    this.index = index;
    this.records = records;
    this.entropy = entropy;
  }

  @Override
  public String name() {
    return "KMS key materials";
  }

  @Override
  public long rewrap(StoreRootKey root) {
    return forEach(root, (keys, id) -> rewrap(keys, id, root));
  }

  /**
   * Returns how many keys are in a custom key store, those included that wait for their deletion.
   */
  public long countIn(String keyStoreId, StoreRootKey root) {
    return forEach(
        root,
        (keys, id) ->
            keys.find(id)
                .filter(stored -> keyStoreId.equals(stored.key().nature().keyStoreId()))
                .map(stored -> 1L)
                .orElse(0L));
  }

  /** Adds up what is done with each key. */
  private long forEach(StoreRootKey root, ToLongBiFunction<Keys, KeyId> work) {
    Optional<KeyId> first = Keys.next(store, index, null);
    if (first.isEmpty()) {
      return 0;
    }
    try (WrappingKey sealing = records.apply(root)) {
      var seal = new RecordSeal(sealing, root.installationId(), entropy);
      var keys = new Keys(new Rows(store, index, seal));
      long sum = 0;
      Optional<KeyId> id = first;
      while (id.isPresent()) {
        sum += work.applyAsLong(keys, id.get());
        id = keys.next(id.get());
      }
      return sum;
    }
  }

  /** Somebody else may change the key meanwhile, which is then read again. */
  private long rewrap(Keys keys, KeyId id, StoreRootKey root) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<StoredKey> stored = keys.find(id);
      Optional<KmsKey> anew =
          stored.flatMap(found -> Materials.rewrapped(found.key(), root, entropy));
      if (stored.isEmpty() || anew.isEmpty()) {
        return 0;
      }
      if (replaced(keys, stored.get(), anew.get())) {
        return anew.get().materials().size();
      }
    }
    throw new Unavailable("a key's materials could not be wrapped anew");
  }

  private static boolean replaced(Keys keys, StoredKey stored, KmsKey anew) {
    try {
      keys.replace(stored, anew);
      return true;
    } catch (Contended somebodyWasFaster) {
      return false;
    }
  }
}
