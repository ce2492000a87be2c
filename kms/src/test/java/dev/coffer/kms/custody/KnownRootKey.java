package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Secret;

/** Root keys of bytes that a vector names. */
public final class KnownRootKey {
  private KnownRootKey() {}

  public static StoreRootKey of(Bytes installationId, int version, byte[] key) {
    return new StoreRootKey(installationId, version, Secret.of(key.clone()));
  }
}
