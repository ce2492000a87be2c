package dev.coffer.kms.key;

import dev.coffer.crypto.envelope.Aad;
import dev.coffer.crypto.material.KeyMaterial;
import dev.coffer.crypto.material.MaterialNames;
import dev.coffer.crypto.material.SigningPair;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.Binding;
import dev.coffer.kms.custody.CustomKeyStores;
import dev.coffer.kms.custody.StoreRootKey;
import dev.coffer.storage.Bytes;
import dev.coffer.storage.Corrupt;
import dev.coffer.wire.kms.KeyMaterialState;
import dev.coffer.wire.kms.KeySpec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes materials and lets them be used: random, wrapped by the store root key, or in a custom key
 * store where the key has one, and bound to their key, number and origin. Nothing is derived from
 * the root key.
 */
public final class Materials {
  /** What the root key wraps materials for. */
  public static final String PURPOSE = "kms-material";

  private final StoreRootKey root;
  private final CustomKeyStores stores;
  private final MaterialNames names;
  private final Entropy entropy;

  /** Owns neither the root key nor the stores nor the names. */
  public Materials(
      StoreRootKey root, CustomKeyStores stores, MaterialNames names, Entropy entropy) {
    this.root = root;
    this.stores = stores;
    this.names = names;
    this.entropy = entropy;
  }

  /** How many bytes the material of such a key has; a pair has no such number. */
  public static int sizeBytes(KeySpec spec) {
    return switch (spec) {
      case HMAC_224 -> 28;
      case SYMMETRIC_DEFAULT, HMAC_256 -> 32;
      case HMAC_384 -> 48;
      case HMAC_512 -> 64;
      case RSA_2048,
          RSA_3072,
          RSA_4096,
          ECC_NIST_P256,
          ECC_NIST_P384,
          ECC_NIST_P521,
          ECC_SECG_P256K1,
          SM2,
          ML_DSA_44,
          ML_DSA_65,
          ML_DSA_87,
          ECC_NIST_EDWARDS25519,
          ML_KEM_512,
          ML_KEM_768,
          ML_KEM_1024 ->
          throw new IllegalArgumentException("a key of two halves");
    };
  }

  /** Draws the next material of a key; takes seconds for a long pair of RSA. */
  public Material draw(KmsKey.Nature nature, int number, Instant now) {
    if (nature.signs()) {
      try (SigningPair.Drawn pair = SigningPair.draw(Pairs.kind(nature.spec()))) {
        Bytes publicKey = Bytes.copyOf(pair.publicKey().toArray());
        return drawn(nature, number, now, pair.privateKey(), publicKey);
      }
    }
    try (Secret material = Secret.random(entropy, sizeBytes(nature.spec()))) {
      return drawn(nature, number, now, material, null);
    }
  }

  private Material drawn(
      KmsKey.Nature nature, int number, Instant now, Secret material, @Nullable Bytes publicKey) {
    return new Material(
        number,
        nameOf(nature, material),
        KeyMaterialState.CURRENT,
        now,
        wrap(nature, number, material),
        null,
        null,
        publicKey);
  }

  /** The name that these bytes have as material of the key. */
  public String nameOf(KmsKey.Nature nature, Secret material) {
    return names.name(nature.id().text(), material);
  }

  /**
   * Wraps a material of a key.
   *
   * @throws dev.coffer.kms.custody.CustodyException for a key in a custom key store
   */
  public Bytes wrap(KmsKey.Nature nature, int number, Secret material) {
    String store = nature.keyStoreId();
    if (store != null) {
      return Bytes.copyOf(stores.wrap(store, material, place(nature, number)).toArray());
    }
    return Bytes.copyOf(root.wrap(PURPOSE, material, binding(nature, number), entropy));
  }

  /**
   * A material to be used; the caller closes it.
   *
   * @throws dev.coffer.crypto.seal.NotAuthentic when it was not wrapped for this key and number
   * @throws dev.coffer.kms.custody.CustodyException for a key in a custom key store
   */
  public KeyMaterial open(KmsKey.Nature nature, Material material) {
    Bytes wrapped = material.wrapped();
    if (wrapped == null) {
      throw new Corrupt("a material that was counted on is absent");
    }
    String store = nature.keyStoreId();
    if (store != null) {
      var stored = dev.coffer.crypto.envelope.Bytes.of(wrapped.toByteArray());
      return new KeyMaterial(stores.unwrap(store, stored, place(nature, material.number())));
    }
    byte[] binding = binding(nature, material.number());
    return new KeyMaterial(root.unwrap(PURPOSE, wrapped.toByteArray(), binding));
  }

  private Binding place(KmsKey.Nature nature, int number) {
    return new Binding(root.installationId(), nature.id().text(), number);
  }

  /** Forgets what was kept of a key's materials. */
  public void forget(KeyId id) {
    stores.forget(id.text());
  }

  /**
   * The key, its materials wrapped by the present root key; empty when they are already, and for a
   * key in a custom key store, whose materials no root key wraps.
   */
  static Optional<KmsKey> rewrapped(KmsKey key, StoreRootKey root, Entropy entropy) {
    if (key.nature().strict()) {
      return Optional.empty();
    }
    KmsKey changed = key;
    for (Material material : key.materials()) {
      Bytes wrapped = material.wrapped();
      if (wrapped != null) {
        byte[] binding = binding(key.nature(), material.number());
        Optional<byte[]> anew = root.rewrap(PURPOSE, wrapped.toByteArray(), binding, entropy);
        if (anew.isPresent()) {
          Bytes rewrapped = Bytes.copyOf(anew.get());
          changed = changed.withMaterial(material.present(rewrapped, material.imported()));
        }
      }
    }
    return changed.equals(key) ? Optional.empty() : Optional.of(changed);
  }

  private static byte[] binding(KmsKey.Nature nature, int number) {
    return Aad.of("coffer/kms/material")
        .addLong(RecordSeal.VERSION)
        .add(nature.id().text())
        .addLong(number)
        .addLong(Codes.ORIGINS.code(nature.origin()))
        .sha256();
  }
}
