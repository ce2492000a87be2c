package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer on its way into the members of an output. */
final class Answered {
  /** The largest document that a client reads; a page of 1,000 long keys is under 10 MiB. */
  private static final int MAX_DOCUMENT_BYTES = 16 << 20;

  private final Response response;
  private final Arguments arguments;
  private final Map<Shape.Member, Object> elements;

  Answered(Shape shape, Response response) {
    this.response = response;
    this.arguments = Arguments.of(response.headers());
    this.elements = shape.root() == null ? Map.of() : XmlReader.answer(bytes(response), shape);
  }

  @Nullable Object value(Shape.Member member) {
    return switch (member.place()) {
      case Shape.InHeader header ->
          XmlReader.required(member, scalar(member, arguments.header(header.key())));
      case Shape.InHeaders headers -> arguments.withPrefix(headers.prefix());
      case Shape.InStream s -> response.body();
      case Shape.InDocument(Shape document) -> document(document);
      case Shape.InStatus s -> response.status();
      case Shape.InText t -> XmlReader.required(member, elements.get(member));
      case Shape.InElement e -> XmlReader.required(member, elements.get(member));
      case Shape.InPath p -> throw unbound(member);
      case Shape.InQuery q -> throw unbound(member);
      case Shape.InGroup g -> throw unbound(member);
      case Shape.InAttribute a -> throw unbound(member);
    };
  }

  private static IllegalStateException unbound(Shape.Member member) {
    return new IllegalStateException("not bound in an answer: " + member.name());
  }

  private static @Nullable Object scalar(Shape.Member member, @Nullable String value) {
    return value == null ? null : member.scalar().parse(value);
  }

  private Document<Object> document(Shape document) {
    Map<Shape.Member, Object> values = XmlReader.answer(bytes(response), document);
    return Document.of(document.make(member -> XmlReader.required(member, values.get(member))));
  }

  static byte[] bytes(Response response) {
    try {
      byte[] bytes = response.body().stream().readNBytes(MAX_DOCUMENT_BYTES + 1);
      if (bytes.length > MAX_DOCUMENT_BYTES) {
        throw new MalformedMessage("a document larger than any that we asked for");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
