package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Reads JSON: UTF-8, one object, no member twice, no half characters, {@value #DEPTH} levels, as
 * long as the caller lets it be.
 */
final class JsonTree {
  private static final int DEPTH = 20;
  private static final int MAX_NAME = 8192;
  private static final int MAX_NUMBER = 64;
  private static final int MAX_TEXT = 8 << 20;

  /** Its buffers are garbage after use: one that is kept for the next would keep a plaintext. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads an object; no bytes at all count as an empty one.
   *
   * @throws MalformedMessage when it is not JSON, or JSON of another kind
   */
  static Given.Members read(byte[] json) {
    if (json.length == 0) {
      return new Given.Members(Map.of());
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text(json))) {
      var tree = new JsonTree(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedMessage("not an object");
      }
      Given.Members members = tree.members();
      if (parser.nextToken() != null) {
        throw new MalformedMessage("something follows the object");
      }
      return members;
    } catch (JacksonException e) {
      throw new MalformedMessage("not JSON", e);
    }
  }

  private static String text(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("not UTF-8", e);
    }
  }

  private Given.Members members() {
    Map<String, Given> members = new LinkedHashMap<>();
    var names = new HashSet<String>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = whole(parser.currentName());
      if (!names.add(name)) {
        throw new MalformedMessage("a member stands there twice");
      }
      members.put(name, value(parser.nextToken()));
    }
    return new Given.Members(members);
  }

  private Given items() {
    List<Given> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return new Given.Items(items);
  }

  private Given value(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> members();
      case START_ARRAY -> items();
      case VALUE_STRING -> new Given.Text(whole(parser.getString()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Given.Numeral(parser.getString());
      case VALUE_TRUE -> new Given.Truth(true);
      case VALUE_FALSE -> new Given.Truth(false);
      case VALUE_NULL -> new Given.Nothing();
      default -> throw new MalformedMessage("not a value");
    };
  }

  /** Half a character would become another one as soon as the text is written anywhere. */
  private static String whole(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new MalformedMessage("half a character");
        }
        i++;
      }
    }
    return text;
  }
}
