package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of the file of custom key stores: JSON with exactly the members of
 * docs/formats/key-stores-v1.md. A reader never guesses.
 */
record CustomKeyStoreDocument(Bytes installationId, List<CustomKeyStore> stores) {
  static final int VERSION = 1;
  static final int MAX_BYTES = 256 * 1024;
  static final int MAX_STORES = 16;

  private static final Set<String> MEMBERS = Set.of("version", "installationId", "stores");
  private static final Set<String> STORE_MEMBERS =
      Set.of("id", "name", "account", "kind", "custody", "cacheSeconds");
  private static final StrictJson JSON =
      new StrictJson("this is not a file of key stores of version 1");

  CustomKeyStoreDocument {
    stores = List.copyOf(stores);
  }

  byte[] encode() {
    ObjectNode root = StrictJson.object();
    root.put("version", VERSION);
    root.put("installationId", installationId.toString());
    var array = root.putArray("stores");
    stores.forEach(store -> write(store, array.addObject()));
    return StrictJson.encode(root);
  }

  private static void write(CustomKeyStore store, ObjectNode target) {
    target
        .put("id", store.id())
        .put("name", store.name())
        .put("account", store.account())
        .put("kind", store.kind());
    ObjectNode custody = target.putObject("custody");
    store.settings().forEach(custody::put);
    target.put("cacheSeconds", (int) store.cache().toSeconds());
  }

  /**
   * Decodes a file's content.
   *
   * @throws CustodyException MALFORMED or UNSUPPORTED
   */
  static CustomKeyStoreDocument decode(byte[] json) {
    JsonNode root = JSON.parse(json, MAX_BYTES);
    if (JSON.number(root, "version") != VERSION) {
      throw new CustodyException(
          CustodyException.Reason.UNSUPPORTED,
          "the file of key stores has a version that this program does not know");
    }
    JSON.requireMembers(root, MEMBERS);
    JsonNode array = JSON.member(root, "stores");
    if (!array.isArray() || array.size() > MAX_STORES) {
      throw JSON.malformed();
    }
    return new CustomKeyStoreDocument(installationId(root), stores(array));
  }

  /**
   * Refuses the file of another installation.
   *
   * @throws CustodyException WRONG_SECRET
   */
  void requireOf(Bytes installation) {
    if (!installationId.equals(installation)) {
      throw new CustodyException(
          CustodyException.Reason.WRONG_SECRET,
          "the file of key stores is of another installation");
    }
  }

  private static Bytes installationId(JsonNode root) {
    String hex = JSON.text(root, "installationId");
    if (!hex.matches("[0-9a-f]{32}")) {
      throw JSON.malformed();
    }
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  private static List<CustomKeyStore> stores(JsonNode array) {
    var stores = new ArrayList<CustomKeyStore>();
    for (JsonNode node : array) {
      CustomKeyStore read = store(node);
      if (stores.stream()
          .anyMatch(known -> known.id().equals(read.id()) || known.name().equals(read.name()))) {
        throw JSON.malformed();
      }
      stores.add(read);
    }
    return stores;
  }

  private static CustomKeyStore store(JsonNode node) {
    JSON.requireMembers(node, STORE_MEMBERS);
    SortedMap<String, String> settings = JSON.settings(node, "custody");
    try {
      return new CustomKeyStore(
          JSON.text(node, "id"),
          JSON.text(node, "name"),
          JSON.text(node, "account"),
          JSON.text(node, "kind"),
          settings,
          Duration.ofSeconds(JSON.number(node, "cacheSeconds")));
    } catch (CustodyException e) {
      throw JSON.malformed();
    }
  }
}
