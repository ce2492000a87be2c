package dev.coffer.iam.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON value into memory: strictly, without duplicate names, at most {@link #MAX_CHARS}
 * long and {@link #MAX_DEPTH} deep, which bounds the recursion.
 */
final class JsonReader {
  static final int MAX_CHARS = 1024 * 1024;
  static final int MAX_DEPTH = 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxDocumentLength(MAX_CHARS)
                  .maxStringLength(MAX_CHARS)
                  .maxNameLength(1024)
                  .maxNumberLength(64)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a text to its end.
   *
   * @throws NotJson when the text is not exactly one value within the limits
   */
  static Json read(String text) throws NotJson {
    if (text.length() > MAX_CHARS) {
      throw new NotJson();
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      var reader = new JsonReader(parser);
      Json value = reader.value(parser.nextToken());
      if (parser.nextToken() != null) {
        throw new NotJson();
      }
      return value;
    } catch (JacksonException _) {
      throw new NotJson();
    }
  }

  private Json value(JsonToken token) throws NotJson {
    if (token == null) {
      throw new NotJson();
    }
    return switch (token) {
      case START_OBJECT -> members();
      case START_ARRAY -> array();
      case VALUE_STRING -> new Json.Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getString());
      case VALUE_TRUE -> new Json.Truth(true);
      case VALUE_FALSE -> new Json.Truth(false);
      case VALUE_NULL -> new Json.Nothing();
      default -> throw new NotJson();
    };
  }

  private Json members() throws NotJson {
    Map<String, Json> byName = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      byName.put(name, value(parser.nextToken()));
    }
    return new Json.Members(byName);
  }

  private Json array() throws NotJson {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return new Json.Array(items);
  }

  /** The text is not JSON, or beyond the limits. */
  static final class NotJson extends Exception {
    private static final long serialVersionUID = 1L;

    NotJson() {
      super(null, null, false, false);
    }
  }
}
