package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import dev.coffer.crypto.secret.Entropy;
import dev.coffer.crypto.secret.Secret;
import dev.coffer.kms.custody.CustodyException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The file of custom key stores, {@code key-stores.json} beside the root key file: which backends
 * keep keys of their own. Without the file there are none.
 *
 * <p>Read at each unsealing. It is its owner's alone, since it names whom the server asks; what it
 * says is not authenticated, and need not be: a material that one backend wrapped opens with no
 * other, and lies in a record that only the root key opens. Source: docs/formats/key-stores-v1.md;
 * vectors/key-stores-v1.
 */
public final class CustomKeyStoreFile {
  /** Version of the file format. */
  public static final int VERSION = CustomKeyStoreDocument.VERSION;

  public static final String FILE_NAME = "key-stores.json";
  public static final String PREVIOUS_NAME = "key-stores.json.previous";

  private static final int ID_DIGITS = 17;
  private static final String TRIAL = "cks-trial";

  private CustomKeyStoreFile() {}

  /**
   * The stores, in the order in which they were added.
   *
   * @throws CustodyException MALFORMED, UNSUPPORTED, EXPOSED, INACCESSIBLE; WRONG_SECRET for the
   *     file of another installation; as {@link RootKeyFile#describe}
   */
  public static List<CustomKeyStore> read(Path keysFolder) {
    Bytes installationId = RootKeyFile.describe(keysFolder).installationId();
    Path file = keysFolder.resolve(FILE_NAME);
    try {
      byte[] content = PrivateFolder.readUpTo(file, CustomKeyStoreDocument.MAX_BYTES);
      if (PrivateFolder.othersMay(file, "-w--w-")) {
        throw new CustodyException(
            Reason.EXPOSED, "others than its owner may write " + file + "; chmod 600 it");
      }
      var document = CustomKeyStoreDocument.decode(content);
      document.requireOf(installationId);
      return document.stores();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw RootKeyFile.inaccessible(e);
    }
  }

  /**
   * Adds a store whose backend has wrapped a key and given it back.
   *
   * @throws CustodyException EXISTS when the name is taken; UNSUPPORTED when there are 16 already;
   *     NOT_AUTHENTIC when the backend gives back another key; of the backend; as {@link #read}
   */
  public static CustomKeyStore add(
      Path keysFolder,
      String name,
      String account,
      String kind,
      Map<String, String> settings,
      Duration cache,
      Surroundings around) {
    var store = new CustomKeyStore(newId(around.entropy()), name, account, kind, settings, cache);
    test(keysFolder, store, around);
    return RootKeyFile.change(
        keysFolder,
        folder -> {
          var stores = new ArrayList<>(read(keysFolder));
          if (stores.stream().anyMatch(known -> known.name().equals(name))) {
            throw new CustodyException(Reason.EXISTS, "there is a key store of this name");
          }
          if (stores.size() == CustomKeyStoreDocument.MAX_STORES) {
            throw new CustodyException(Reason.UNSUPPORTED, "there is no room for another store");
          }
          stores.add(store);
          write(keysFolder, folder, stores);
          return store;
        });
  }

  private static String newId(Entropy entropy) {
    return "cks-" + HexFormat.of().formatHex(entropy.bytes(ID_DIGITS)).substring(0, ID_DIGITS);
  }

  /**
   * Lets the backend wrap a key and give it back.
   *
   * @throws CustodyException as {@link #add}
   */
  public static void test(Path keysFolder, CustomKeyStore store, Surroundings around) {
    Bytes installationId = RootKeyFile.describe(keysFolder).installationId();
    var binding = new Binding(installationId, TRIAL, 1);
    try (KeyCustody custody = around.open(store.kind(), store.settings());
        Secret drawn = Secret.random(around.entropy(), StoreRootKey.KEY_BYTES);
        Secret back = custody.unwrap(custody.wrap(drawn, binding), binding)) {
      if (!back.sameAs(drawn)) {
        throw new CustodyException(
            Reason.NOT_AUTHENTIC, "the backend gives back another key than it was given");
      }
    }
  }

  /**
   * Removes a store. Whoever calls has seen to it that no key is in it: such a key would be
   * unavailable from the next unsealing on, until the file before is put back.
   *
   * @throws CustodyException MISSING for an unknown id; as {@link #read}
   */
  public static void remove(Path keysFolder, String id) {
    RootKeyFile.change(
        keysFolder,
        folder -> {
          var stores = new ArrayList<>(read(keysFolder));
          if (!stores.removeIf(store -> store.id().equals(id))) {
            throw new CustodyException(Reason.MISSING, "there is no such key store");
          }
          write(keysFolder, folder, stores);
          return stores;
        });
  }

  private static void write(Path keysFolder, PrivateFolder folder, List<CustomKeyStore> stores)
      throws IOException {
    Bytes installationId = RootKeyFile.describe(keysFolder).installationId();
    folder.replace(
        FILE_NAME, PREVIOUS_NAME, new CustomKeyStoreDocument(installationId, stores).encode());
  }
}
