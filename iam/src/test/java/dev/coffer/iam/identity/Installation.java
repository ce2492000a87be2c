package dev.coffer.iam.identity;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.storage.kv.Index;
import dev.coffer.storage.kv.KvStore;
import dev.coffer.storage.kv.MemoryKv;
import dev.coffer.wire.sigv4.SecretAccessKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** A small installation in memory, always the same. */
public final class Installation {
  public static final Index SYSTEM = new Index("system");
  public static final Account ACCOUNT = new Account("123456789012", "ab".repeat(32));
  public static final AccessKey KEY =
      new AccessKey(
          "AKIDEXAMPLE",
          SecretAccessKey.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
          ACCOUNT,
          ACCOUNT.id());

  private Installation() {}

  public static KvStore store() {
    var store = new MemoryKv();
    store.create(SYSTEM);
    return store;
  }

  public static Entropy entropy(long seed) {
    return new Random(seed)::nextBytes;
  }

  public static SecretSeal seal(int key, String installationId) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) key;
    byte[] id = Arrays.copyOf(installationId.getBytes(StandardCharsets.UTF_8), 16);
    return new SecretSeal(new WrappingKey(Secret.of(bytes)), Bytes.of(id), entropy(key));
  }

  /** Accounts and keys with {@link #KEY} in them. */
  public static AccessKeys keys() {
    KvStore store = store();
    new Accounts(store, SYSTEM).add(ACCOUNT);
    var keys = new AccessKeys(store, SYSTEM, seal(1, "here"));
    keys.put(KEY);
    return keys;
  }
}
