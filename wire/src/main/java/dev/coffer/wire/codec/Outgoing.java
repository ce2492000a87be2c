package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Percent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record on its way onto the wire. */
final class Outgoing {
  private static final String XML = "application/xml";

  private Outgoing() {}

  static void headers(Shape shape, Object record, Headers.Builder headers) {
    for (Shape.Member member : shape.members()) {
      Object value = member.of(record);
      if (value == null) {
        continue;
      }
      if (member.place() instanceof Shape.InHeader header) {
        headers.add(header.name(), line(member.scalar().inHeader(value)));
      } else if (member.place() instanceof Shape.InHeaders prefixed) {
        prefixed(prefixed.prefix(), (Map<?, ?>) value, headers);
      } else if (member.place() instanceof Shape.InGroup(Shape group)) {
        headers(group, value, headers);
      }
    }
  }

  private static void prefixed(String prefix, Map<?, ?> values, Headers.Builder headers) {
    values.forEach((name, value) -> headers.add(line(prefix + name), line(value.toString())));
  }

  /** Nothing that ends a line may enter a header; whoever gave us such a text is at fault. */
  private static String line(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7F) {
        throw new IllegalStateException("a control character in a header");
      }
    }
    return text;
  }

  static int status(Shape shape, Object record, int usual) {
    for (Shape.Member member : shape.members()) {
      if (member.place() instanceof Shape.InStatus && member.of(record) instanceof Integer status) {
        return status;
      }
    }
    return usual;
  }

  static Body body(Shape shape, Object record, Headers.Builder headers) {
    for (Shape.Member member : shape.members()) {
      if (member.place() instanceof Shape.InStream) {
        return stream(member.of(record));
      }
      if (member.place() instanceof Shape.InDocument(Shape document)) {
        return document(document, member.of(record), headers);
      }
    }
    return shape.root() == null ? Body.empty() : xml(XmlWriter.write(shape, record), headers);
  }

  private static Body stream(@Nullable Object value) {
    if (value instanceof Body body) {
      return body;
    }
    throw new IllegalStateException("no body");
  }

  private static Body document(Shape shape, @Nullable Object value, Headers.Builder headers) {
    if (value instanceof Document<?> document) {
      return xml(XmlWriter.write(shape, document.read()), headers);
    }
    throw new IllegalStateException("no document");
  }

  private static Body xml(byte[] document, Headers.Builder headers) {
    headers.set("Content-Type", XML);
    return Body.of(document);
  }

  static String path(Shape shape, Object record, Http.On on) {
    return switch (on) {
      case SERVICE -> "/";
      case BUCKET -> "/" + Percent.encode(named(shape, record, "Bucket"));
      case OBJECT ->
          "/"
              + Percent.encode(named(shape, record, "Bucket"))
              + "/"
              + Percent.encodePath(named(shape, record, "Key"));
    };
  }

  private static String named(Shape shape, Object record, String name) {
    for (Shape.Member member : shape.members()) {
      if (member.place() instanceof Shape.InPath(String path)
          && path.equals(name)
          && member.of(record) instanceof String value) {
        return value;
      }
    }
    throw new IllegalStateException("no " + name + " in " + shape.type());
  }

  static @Nullable String query(Shape shape, Object record, String[] selectors) {
    var pairs = new ArrayList<String>();
    for (String selector : selectors) {
      if (!bound(shape, selector)) {
        pairs.add(selector);
      }
    }
    parameters(shape, record, pairs);
    return pairs.isEmpty() ? null : String.join("&", pairs);
  }

  private static boolean bound(Shape shape, String name) {
    return shape.flat().stream().anyMatch(member -> member.place().equals(new Shape.InQuery(name)));
  }

  private static void parameters(Shape shape, Object record, List<String> pairs) {
    for (Shape.Member member : shape.members()) {
      Object value = member.of(record);
      if (value != null && member.place() instanceof Shape.InQuery(String name)) {
        pairs.add(name + "=" + Percent.encode(member.scalar().inHeader(value)));
      } else if (value != null && member.place() instanceof Shape.InGroup(Shape group)) {
        parameters(group, value, pairs);
      }
    }
  }
}
