package dev.coffer.kms.custody;

import dev.coffer.crypto.envelope.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  CustomKeyStoreDocument {
    stores = List.copyOf(stores);
  }

  byte[] encode() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("installationId", installationId.toString());
    var array = root.putArray("stores");
    stores.forEach(store -> write(store, array.addObject()));
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    byte[] withNewline = Arrays.copyOf(json, json.length + 1);
    withNewline[json.length] = '\n';
    return withNewline;
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
    if (json.length > MAX_BYTES) {
      throw malformed();
    }
    JsonNode root = parse(json);
    if (number(root, "version") != VERSION) {
      throw new CustodyException(
          CustodyException.Reason.UNSUPPORTED,
          "the file of key stores has a version that this program does not know");
    }
    requireMembers(root, MEMBERS);
    JsonNode array = member(root, "stores");
    if (!array.isArray() || array.size() > MAX_STORES) {
      throw malformed();
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
    String hex = text(root, "installationId");
    if (!hex.matches("[0-9a-f]{32}")) {
      throw malformed();
    }
    return Bytes.of(HexFormat.of().parseHex(hex));
  }

  private static List<CustomKeyStore> stores(JsonNode array) {
    var stores = new ArrayList<CustomKeyStore>();
    for (JsonNode node : array) {
      CustomKeyStore read = store(node);
      if (stores.stream()
          .anyMatch(known -> known.id().equals(read.id()) || known.name().equals(read.name()))) {
        throw malformed();
      }
      stores.add(read);
    }
    return stores;
  }

  private static CustomKeyStore store(JsonNode node) {
    requireMembers(node, STORE_MEMBERS);
    JsonNode custody = member(node, "custody");
    if (!custody.isObject() || custody.size() > Settings.MAX_SETTINGS) {
      throw malformed();
    }
    var settings = new TreeMap<String, String>();
    custody.propertyNames().forEach(name -> settings.put(name, text(custody, name)));
    try {
      return new CustomKeyStore(
          text(node, "id"),
          text(node, "name"),
          text(node, "account"),
          text(node, "kind"),
          settings,
          Duration.ofSeconds(number(node, "cacheSeconds")));
    } catch (CustodyException e) {
      throw malformed();
    }
  }

  private static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw malformed();
    }
  }

  private static void requireMembers(JsonNode object, Set<String> names) {
    if (!object.isObject() || !Set.copyOf(object.propertyNames()).equals(names)) {
      throw malformed();
    }
  }

  private static JsonNode member(JsonNode object, String name) {
    @Nullable JsonNode member = object.get(name);
    if (member == null) {
      throw malformed();
    }
    return member;
  }

  private static int number(JsonNode object, String name) {
    JsonNode number = member(object, name);
    if (!number.isIntegralNumber() || !number.canConvertToInt()) {
      throw malformed();
    }
    return number.intValue();
  }

  private static String text(JsonNode object, String name) {
    JsonNode text = member(object, name);
    if (!text.isString()) {
      throw malformed();
    }
    return text.stringValue();
  }

  private static CustodyException malformed() {
    return new CustodyException(
        CustodyException.Reason.MALFORMED, "this is not a file of key stores of version 1");
  }
}
