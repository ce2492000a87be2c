package dev.coffer.kms.key;

import dev.coffer.storage.Corrupt;

/** Texts of stored records that must have a shape. */
final class Decoded {
  private Decoded() {}

  static KeyId keyId(String text) {
    return KeyId.find(text).orElseThrow(() -> new Corrupt("a stored key id is none"));
  }
}
