package dev.coffer.store.bucket;

import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Unavailable;
import dev.coffer.storage.kv.Commit;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.Key;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.Outcome;
import dev.coffer.storage.kv.Settle;
import java.util.Optional;

/**
 * The keys of the system's own rows, one per purpose, random and wrapped under the root key.
 *
 * <p>Rows: index {@code system}, group {@code store-keys}, suffix = purpose. A key is made when it
 * is first asked for; whoever comes second takes what the first one made.
 */
public final class SystemKeys {
  /** The index of the installation's own rows; somebody must have created it. */
  public static final Index INDEX = new Index("system");

  static final Bytes GROUP = Bytes.utf8("store-keys");
  private static final int KEY_BYTES = 32;
  private static final int ATTEMPTS = 10;

  private final KvStore kv;
  private final StoreRootKey root;
  private final Entropy entropy;

  public SystemKeys(KvStore kv, StoreRootKey root, Entropy entropy) {
    this.kv = kv;
    this.root = root;
    this.entropy = entropy;
  }

  /** Whether the key for a purpose has been made. */
  public static boolean exists(KvStore kv, String purpose) {
    return kv.get(INDEX, new Key(GROUP, Bytes.utf8(purpose))).isPresent();
  }

  /** The key for a purpose; whoever receives it closes it. */
  public WrappingKey require(String purpose) {
    return new WrappingKey(requireSecret(purpose));
  }

  /** The key for a purpose other than wrapping; whoever receives it closes it. */
  public Secret requireSecret(String purpose) {
    Bytes suffix = Bytes.utf8(purpose);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Bytes> stored = kv.get(INDEX, new Key(GROUP, suffix));
      if (stored.isPresent()) {
        byte[] wrapped = stored.get().toByteArray();
        return root.unwrap(purpose, wrapped, new byte[0]);
      }
      make(purpose, suffix);
    }
    throw new Unavailable("a system key could not be stored");
  }

  /** Whatever the outcome, the next look shows which key holds. */
  private void make(String purpose, Bytes suffix) {
    Commit.Builder commit = Commit.in(INDEX, GROUP).expectAbsent(suffix);
    try (Secret key = Secret.random(entropy, KEY_BYTES)) {
      byte[] wrapped = root.wrap(purpose, key, new byte[0], entropy);
      commit.put(suffix, Bytes.copyOf(wrapped));
    }
    switch (Settle.commit(kv, commit.build(), suffix)) {
      case Outcome.Done _, Outcome.Conflict _ -> {}
      case Outcome.NoIndex _ -> throw new IllegalStateException("the system index is missing");
      case Outcome.Unknown unknown ->
          throw new Unavailable("a system key's commit is undecided", unknown.cause());
    }
  }
}
