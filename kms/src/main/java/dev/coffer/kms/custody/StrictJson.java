package dev.coffer.kms.custody;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the JSON of this room's files, whose readers never guess: a member more, a
 * member less or of another type is malformed, and so are a name twice and what follows the end.
 *
 * @param complaint what a malformed file is told to be
 */
record StrictJson(String complaint) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Indented, with a newline at its end. */
  static byte[] encode(ObjectNode root) {
    byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    byte[] withNewline = Arrays.copyOf(json, json.length + 1);
    withNewline[json.length] = '\n';
    return withNewline;
  }

  /**
   * Parses a file of a limited size.
   *
   * @throws CustodyException MALFORMED, as every method here
   */
  JsonNode parse(byte[] json, int maxBytes) {
    if (json.length > maxBytes) {
      throw malformed();
    }
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      throw malformed();
    }
  }

  void requireMembers(JsonNode object, Set<String> names) {
    if (!object.isObject() || !Set.copyOf(object.propertyNames()).equals(names)) {
      throw malformed();
    }
  }

  JsonNode member(JsonNode object, String name) {
    @Nullable JsonNode member = object.get(name);
    if (member == null) {
      throw malformed();
    }
    return member;
  }

  int number(JsonNode object, String name) {
    JsonNode number = member(object, name);
    if (!number.isIntegralNumber() || !number.canConvertToInt()) {
      throw malformed();
    }
    return number.intValue();
  }

  String text(JsonNode object, String name) {
    JsonNode text = member(object, name);
    if (!text.isString()) {
      throw malformed();
    }
    return text.stringValue();
  }

  /** A backend's settings, all of them texts; at most as many as {@link Settings} allows. */
  SortedMap<String, String> settings(JsonNode object, String name) {
    JsonNode custody = member(object, name);
    if (!custody.isObject() || custody.size() > Settings.MAX_SETTINGS) {
      throw malformed();
    }
    var settings = new TreeMap<String, String>();
    custody.propertyNames().forEach(setting -> settings.put(setting, text(custody, setting)));
    return settings;
  }

  CustodyException malformed() {
    return new CustodyException(CustodyException.Reason.MALFORMED, complaint);
  }
}
