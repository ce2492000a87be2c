package dev.coffer.wire.form;

import dev.coffer.wire.s3.S3Error;
import dev.coffer.wire.s3.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads policy documents: strict JSON of two members, spelt exactly. Each breach is an
 * InvalidPolicyDocument in Amazon's words.
 */
final class PostPolicyReader {
  private static final int DEPTH = 4;
  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxDocumentLength(Form.MAX_BYTES)
                  .maxNumberLength(18)
                  .build())
          .build();

  private final JsonParser parser;
  private @Nullable Instant expiration;
  private @Nullable List<PostCondition> conditions;

  private PostPolicyReader(JsonParser parser) {
    this.parser = parser;
  }

  static PostPolicy read(String base64) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), decoded(base64))) {
      return new PostPolicyReader(parser).policy();
    } catch (JacksonException _) {
      throw notJson();
    }
  }

  private static String decoded(String base64) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException _) {
      throw notJson();
    } catch (IllegalArgumentException _) {
      throw invalid("invalid Base64 encoding.");
    }
  }

  private PostPolicy policy() {
    require(parser.nextToken() == JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (parser.currentName()) {
        case "expiration" -> expiration = expiration();
        case "conditions" -> conditions = conditions();
        default ->
            throw invalid("Unexpected: '" + parser.currentName().toLowerCase(Locale.ROOT) + "'");
      }
    }
    require(parser.nextToken() == null);
    if (expiration == null) {
      throw invalid("Policy missing expiration.");
    }
    if (conditions == null) {
      throw invalid("Policy missing conditions.");
    }
    return new PostPolicy(expiration, conditions);
  }

  private Instant expiration() {
    require(parser.nextToken() == JsonToken.VALUE_STRING);
    String text = parser.getString();
    try {
      if (INSTANT.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeException _) {
      // refused below, like what has another shape
    }
    throw invalid("Invalid 'expiration' value: '" + text + "'");
  }

  private List<PostCondition> conditions() {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw invalid("Invalid 'conditions' value: must be a List.");
    }
    List<PostCondition> read = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      read.add(condition(token));
    }
    return read;
  }

  private PostCondition condition(@Nullable JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      return simple();
    }
    if (token == JsonToken.START_ARRAY) {
      return listed();
    }
    throw invalid("Invalid Condition: must be a List or Object.");
  }

  private PostCondition simple() {
    String name = null;
    String value = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      if (name != null) {
        throw onlyOne();
      }
      name = parser.currentName();
      JsonToken token = parser.nextToken();
      require(token != JsonToken.VALUE_NULL);
      if (token != JsonToken.VALUE_STRING) {
        throw invalid("Invalid Simple-Condition: value must be a string.");
      }
      value = parser.getString();
    }
    if (name == null || value == null) {
      throw onlyOne();
    }
    return new PostCondition.Text(true, "$" + name, value);
  }

  private PostCondition listed() {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.END_ARRAY) {
      throw invalid("Invalid Condition: missing operation identifier.");
    }
    require(first == JsonToken.VALUE_STRING);
    String operation = parser.getString();
    PostCondition condition =
        switch (operation.toLowerCase(Locale.ROOT)) {
          case "eq" -> new PostCondition.Text(true, text(operation), text(operation));
          case "starts-with" -> new PostCondition.Text(false, text(operation), text(operation));
          case "content-length-range" -> new PostCondition.Size(bound(operation), bound(operation));
          default -> throw invalid("Invalid Condition: unknown operation '" + operation + "'.");
        };
    if (parser.nextToken() != JsonToken.END_ARRAY) {
      throw arguments(operation);
    }
    return condition;
  }

  private String text(String operation) {
    require(argument(operation) == JsonToken.VALUE_STRING);
    return parser.getString();
  }

  private PostCondition.Bound bound(String operation) {
    JsonToken token = argument(operation);
    require(token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT);
    return new PostCondition.Bound(parser.getString(), token == JsonToken.VALUE_STRING);
  }

  private @Nullable JsonToken argument(String operation) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      throw arguments(operation);
    }
    return token;
  }

  private static S3Exception arguments(String operation) {
    return invalid("Invalid " + operation + ": wrong number of arguments.");
  }

  private static S3Exception onlyOne() {
    return invalid(
        "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.");
  }

  private static void require(boolean json) {
    if (!json) {
      throw notJson();
    }
  }

  private static S3Exception notJson() {
    return invalid("Invalid JSON.");
  }

  private static S3Exception invalid(String why) {
    return S3Error.InvalidPolicyDocument.because("Invalid Policy: " + why);
  }
}
