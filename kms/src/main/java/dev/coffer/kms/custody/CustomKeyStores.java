package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.seal.NotAuthentic;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The custom key stores, open: materials of KMS keys that a backend must be asked for.
 *
 * <p>Nothing is asked at the opening: a backend that is away stops its own keys and nothing else.
 * For many threads; closing forgets all that was kept.
 */
public final class CustomKeyStores implements AutoCloseable {
  private final Map<String, Open> byId = new LinkedHashMap<>();
  private final Entropy entropy;

  private record Open(CustomKeyStore store, StrictKeys keys) {}

  private CustomKeyStores(Entropy entropy) {
    this.entropy = entropy;
  }

  /** Without any store. */
  public static CustomKeyStores none() {
    return new CustomKeyStores(target -> {
      throw new IllegalStateException("without stores nothing is drawn");
    });
  }

  /**
   * Opens clients of all stores of the file.
   *
   * @throws CustodyException as {@link CustomKeyStoreFile#read}, and UNSUPPORTED for a backend or
   *     settings that this program does not serve
   */
  public static CustomKeyStores open(Path keysFolder, Surroundings around) {
    return open(CustomKeyStoreFile.read(keysFolder), around);
  }

  static CustomKeyStores open(List<CustomKeyStore> stores, Surroundings around) {
    var opened = new CustomKeyStores(around.entropy());
    boolean all = false;
    try {
      stores.forEach(store -> opened.open(store, around));
      all = true;
      return opened;
    } finally {
      if (!all) {
        opened.close();
      }
    }
  }

  private void open(CustomKeyStore store, Surroundings around) {
    InstantSource clock = around.clock();
    KeyCustody custody = around.open(store.kind(), store.settings());
    byId.put(store.id(), new Open(store, new StrictKeys(custody, store.cache(), clock)));
  }

  /** The store of this id. */
  public Optional<CustomKeyStore> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(Open::store);
  }

  /** Whether the store is there and its backend answered when it was last asked. */
  public boolean answers(String id) {
    Open open = byId.get(id);
    return open != null && open.keys().answers();
  }

  /**
   * Wraps a material, and has it given back once before anybody relies on it.
   *
   * @throws CustodyException MISSING for an unknown store; of {@link KeyCustody}
   */
  public Bytes wrap(String id, Secret material, Binding binding) {
    StrictKeys keys = require(id);
    try (Secret between = Secret.random(entropy, StoreRootKey.KEY_BYTES)) {
      Bytes byBackend = keys.wrap(between, binding);
      Bytes wrapped = StrictMaterial.wrapped(between, material, binding, entropy);
      var made = new StrictMaterial(byBackend, wrapped);
      try (Secret back = open(keys, made, binding)) {
        if (!back.sameAs(material)) {
          throw new CustodyException(Reason.NOT_AUTHENTIC, "another key was given back");
        }
      }
      return made.encode();
    }
  }

  /**
   * Returns a material; the caller closes it.
   *
   * @throws CustodyException MISSING for an unknown store; NOT_AUTHENTIC when it was not wrapped in
   *     this store for this place; of {@link KeyCustody}
   */
  public Secret unwrap(String id, Bytes wrapped, Binding binding) {
    StrictKeys keys = require(id);
    try {
      return open(keys, StrictMaterial.decode(wrapped), binding);
    } catch (NotAuthentic e) {
      throw notOfHere(e);
    }
  }

  private static Secret open(StrictKeys keys, StrictMaterial material, Binding binding) {
    try (Secret between = keys.open(material.byBackend(), binding)) {
      return material.unwrap(between, binding);
    } catch (NotAuthentic e) {
      throw notOfHere(e);
    }
  }

  private static CustodyException notOfHere(NotAuthentic cause) {
    return new CustodyException(
        Reason.NOT_AUTHENTIC, "the material was not wrapped by this store for this key", cause);
  }

  private StrictKeys require(String id) {
    Open open = byId.get(id);
    if (open == null) {
      throw new CustodyException(Reason.MISSING, "there is no key store " + id);
    }
    return open.keys();
  }

  /** Forgets what was kept of a place; to be called before a change of its key is answered. */
  public void forget(String place) {
    byId.values().forEach(open -> open.keys().forget(place));
  }

  @Override
  public void close() {
    byId.values().forEach(open -> open.keys().close());
  }
}
