package dev.coffer.store.sse;

import dev.coffer.crypto.envelope.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the encryption context that a client sends: base64 of UTF-8 JSON, one flat object of texts.
 *
 * <p>No name twice, nothing after the object, and not longer than an envelope can hold. Source:
 * spec/encryption.md R79.
 */
final class ContextHeader {
  private static final int MAX_CHARS = Envelope.MAX_CONTEXT_BYTES * 2;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(2)
                  .maxDocumentLength(MAX_CHARS)
                  .maxStringLength(MAX_CHARS)
                  .maxNameLength(MAX_CHARS)
                  .build())
          .build();

  private ContextHeader() {}

  /**
   * The pairs; none when there is no header.
   *
   * @throws dev.coffer.wire.s3.S3Exception CTXBAD
   */
  static Choice.ClientContext parse(@Nullable String header) {
    if (header == null) {
      return Choice.ClientContext.NONE;
    }
    if (header.length() > MAX_CHARS) {
      throw SseHeaders.badContext();
    }
    Map<String, String> pairs = pairs(decoded(header));
    if (!Envelope.canHold(pairs)) {
      throw SseHeaders.badContext();
    }
    return new Choice.ClientContext(pairs, header);
  }

  /**
   * As {@link #parse} where the only pair that may be given is the one that S3 sets itself.
   *
   * @param arn that this pair names
   */
  static Choice.ClientContext parseOwn(@Nullable String header, String arn) {
    Choice.ClientContext given = parse(header);
    if (!given.pairs().isEmpty() && !given.pairs().equals(Map.of(KmsKeys.ARN, arn))) {
      throw SseHeaders.badContext();
    }
    return given;
  }

  private static String decoded(String header) {
    try {
      byte[] utf8 = Base64.getDecoder().decode(header);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (IllegalArgumentException | CharacterCodingException _) {
      throw SseHeaders.badContext();
    }
  }

  private static Map<String, String> pairs(String json) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      var pairs = new HashMap<String, String>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.getString();
        require(parser.nextToken() == JsonToken.VALUE_STRING);
        pairs.put(name, parser.getString());
      }
      require(parser.nextToken() == null);
      return pairs;
    } catch (JacksonException _) {
      throw SseHeaders.badContext();
    }
  }

  private static void require(boolean condition) {
    if (!condition) {
      throw SseHeaders.badContext();
    }
  }
}
