package dev.coffer.kms.key;

import dev.coffer.storage.Corrupt;
import dev.coffer.storage.FieldReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts of stored records that must have a shape. */
final class Decoded {
  private Decoded() {}

  static KeyId keyId(String text) {
    return KeyId.find(text).orElseThrow(() -> new Corrupt("a stored key id is none"));
  }

  /** Pairs in the order in which they are stored; none has the name of another. */
  static Map<String, String> pairs(FieldReader reader) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair :
        reader.list(field -> Map.entry(field.string(), field.string()))) {
      if (pairs.put(pair.getKey(), pair.getValue()) != null) {
        throw new Corrupt("a stored name is there twice");
      }
    }
    return pairs;
  }

  /** Materials by number: the first is 1, and none is left out. */
  static List<Material> numbered(List<Material> materials) {
    for (int at = 0; at < materials.size(); at++) {
      if (materials.get(at).number() != at + 1) {
        throw new Corrupt("a material is not in its number's place").with("at", at);
      }
    }
    return materials;
  }
}
