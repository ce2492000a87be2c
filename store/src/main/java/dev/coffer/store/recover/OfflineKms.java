package dev.coffer.store.recover;

import dev.coffer.crypto.envelope.KmsCiphertext;
import dev.coffer.crypto.envelope.WrappingKey;
import dev.coffer.crypto.material.CiphertextBlob;
import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.key.KeyId;
import dev.coffer.kms.key.Keys;
import dev.coffer.kms.key.KmsKey;
import dev.coffer.kms.key.Material;
import dev.coffer.kms.key.Materials;
import dev.coffer.storage.StorageFailure;
import java.util.Optional;

/**
 * Decrypts the ciphertexts in envelopes by the materials that lie below the root key.
 *
 * <p>A key's state, policy and grants are not asked: a disabled key opens, and so does one that is
 * to be deleted, until its materials are destroyed.
 */
final class OfflineKms {
  private final Optional<Keys> keys;
  private final Materials materials;

  /**
   * @param keys empty when the store never had a KMS key
   */
  OfflineKms(Optional<Keys> keys, Materials materials) {
    this.keys = keys;
    this.materials = materials;
  }

  /** The key in words. */
  String needs(KmsCiphertext ciphertext) {
    String material =
        CiphertextBlob.find(ciphertext.ciphertext().toArray())
            .map(blob -> ", material " + blob.materialNumber())
            .orElse("");
    return "KMS key " + ciphertext.keyArn() + material + backend(ciphertext);
  }

  /** Which custom key store keeps the key, as far as its record can be read. */
  private String backend(KmsCiphertext ciphertext) {
    try {
      return CiphertextBlob.find(ciphertext.ciphertext().toArray())
          .flatMap(blob -> keys.flatMap(known -> known.find(KeyId.of(blob))))
          .map(found -> found.key().nature())
          .filter(KmsKey.Nature::strict)
          .map(nature -> ", in custom key store " + nature.keyStoreId())
          .orElse("");
    } catch (NotAuthentic | StorageFailure unreadable) {
      return "";
    }
  }

  /**
   * The plaintext, which is a wrapping key; the caller closes it.
   *
   * @throws CannotOpen when the key or its material is not there
   * @throws NotAuthentic when it is not a ciphertext of that material for this context
   */
  WrappingKey open(KmsCiphertext ciphertext) {
    CiphertextBlob blob = CiphertextBlob.parse(ciphertext.ciphertext().toArray());
    KmsKey key = require(KeyId.of(blob), ciphertext);
    if (key.nature().strict()) {
      throw missing(
          ciphertext, "is kept by custom key store " + key.nature().keyStoreId() + ", not here");
    }
    Material material =
        key.material(blob.materialNumber())
            .filter(known -> known.wrapped() != null)
            .orElseThrow(() -> missing(ciphertext, "has lost the material that encrypted it"));
    try (KeyMaterial opened = materials.open(key.nature(), material)) {
      return new WrappingKey(Secret.of(opened.open(blob, ciphertext.encryptionContext())));
    } catch (IllegalArgumentException e) {
      throw CannotOpen.damaged("its ciphertext holds no data key", e);
    }
  }

  private KmsKey require(KeyId id, KmsCiphertext ciphertext) {
    return keys.flatMap(known -> known.find(id))
        .orElseThrow(() -> missing(ciphertext, "is not in this store, or was deleted"))
        .key();
  }

  private static CannotOpen missing(KmsCiphertext ciphertext, String what) {
    return CannotOpen.withoutKey("KMS key " + ciphertext.keyArn() + " " + what);
  }
}
