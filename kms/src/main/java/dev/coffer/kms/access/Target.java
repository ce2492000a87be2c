package dev.coffer.kms.access;

import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * The key that a request means.
 *
 * @param alias the name by which it was called; null when it was called by its id
 */
public record Target(StoredKey stored, String arn, @Nullable String alias) {
  public KmsKey key() {
    return stored.key();
  }
}
