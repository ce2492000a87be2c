package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Fills any record with values that its place on the wire can hold. */
final class RandomRecords {
  private static final String[] HEADER = {"a", "Z", "0", " x", "=", "/", "\"", ";", "é", "~"};
  private static final String[] DOCUMENT = {
    "a", "<", ">", "&", "\"", "'", "\r", "\n", "\t", " ", "]]>", "é", "\u2028", "\uD83D\uDD11", "%"
  };
  private static final String[] KEY = {
    "a",
    "/",
    "//",
    "..",
    "/../",
    ".",
    "%",
    "%2F",
    "+",
    " ",
    "?",
    "#",
    "&",
    "é",
    "\u0000",
    "\uD83D\uDD11",
    "\\"
  };

  private final RandomGenerator random;

  RandomRecords(RandomGenerator random) {
    this.random = random;
  }

  Object record(Class<?> type) {
    return Shape.of(type).make(member -> value(type, member));
  }

  private @Nullable Object value(Class<?> owner, Shape.Member member) {
    if (member.nullable() && random.nextInt(3) == 0) {
      return null;
    }
    return switch (member.place()) {
      case Shape.InPath path -> path.name().equals("Key") ? text(KEY) : "bucket-name";
      case Shape.InHeader h -> scalar(member.scalar(), HEADER, 1000);
      case Shape.InQuery query ->
          scalar(member.scalar(), query.name().startsWith("response-") ? HEADER : KEY, 1000);
      case Shape.InHeaders h -> metadata();
      case Shape.InStream s ->
          Body.of(text(DOCUMENT).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case Shape.InDocument(Shape shape) -> Document.of(record(shape.type()));
      case Shape.InStatus s -> random.nextBoolean() ? 200 : 206;
      case Shape.InText t -> text(DOCUMENT);
      case Shape.InElement element -> element.list() ? list(member, element) : one(member, element);
      case Shape.InAttribute a -> "CanonicalUser";
      case Shape.InGroup g -> throw new IllegalStateException(owner.toString());
    };
  }

  private List<Object> list(Shape.Member member, Shape.InElement element) {
    var list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(one(member, element));
    }
    return list;
  }

  private Object one(Shape.Member member, Shape.InElement element) {
    Shape shape = element.shape();
    return shape == null ? scalar(member.scalar(), DOCUMENT, 1) : record(shape.type());
  }

  private Map<String, String> metadata() {
    var metadata = new LinkedHashMap<String, String>();
    for (int i = random.nextInt(4); i > 0; i--) {
      metadata.put("name-" + i, text(HEADER));
    }
    return metadata;
  }

  private Object scalar(Scalar scalar, String[] pieces, long unitMillis) {
    return switch (scalar) {
      case TEXT -> text(pieces);
      case INTEGER -> random.nextInt();
      case LONG -> random.nextLong();
      case BOOLEAN -> random.nextBoolean();
      case INSTANT ->
          Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L) / unitMillis * unitMillis);
    };
  }

  private String text(String[] pieces) {
    var text = new StringBuilder("t");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.append("e").toString();
  }
}
