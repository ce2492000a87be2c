package dev.coffer.wire.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as documents, without white space between elements.
 *
 * <p>Characters that XML 1.0 cannot hold are written as numeric references, as Amazon does for keys
 * that contain them; clients ask for {@code encoding-type=url} to read such keys.
 */
final class XmlWriter {
  static final String TYPES = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final StringBuilder out = new StringBuilder(512).append(DECLARATION);

  /** The document of a record that has a root. */
  static byte[] write(Shape shape, Object record) {
    String root = shape.root();
    if (root == null) {
      throw new IllegalStateException("no root: " + shape.type());
    }
    var writer = new XmlWriter();
    String namespace = shape.namespace();
    writer.open(namespace.isEmpty() ? root : root + " xmlns=\"" + namespace + "\"");
    writer.members(shape, record);
    writer.close(root);
    return writer.bytes();
  }

  byte[] bytes() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  XmlWriter element(String name, String text) {
    open(name);
    text(text);
    return close(name);
  }

  private void members(Shape shape, Object record) {
    for (Shape.Member member : shape.members()) {
      switch (member.place()) {
        case Shape.InElement element -> element(member, element, member.of(record));
        case Shape.InText t -> text(member, member.of(record));
        case Shape.InGroup(Shape group) -> members(group, present(member, member.of(record)));
        case Shape.InPath p -> {}
        case Shape.InHeader h -> {}
        case Shape.InHeaders h -> {}
        case Shape.InQuery q -> {}
        case Shape.InStream s -> {}
        case Shape.InDocument d -> {}
        case Shape.InStatus s -> {}
        case Shape.InAttribute a -> {}
      }
    }
  }

  private static Object present(Shape.Member member, @Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("absent group " + member.name());
    }
    return value;
  }

  private void text(Shape.Member member, @Nullable Object value) {
    if (value != null) {
      text(member.scalar().inDocument(value));
    }
  }

  private void element(Shape.Member member, Shape.InElement element, @Nullable Object value) {
    if (value == null) {
      return;
    }
    if (!element.list()) {
      one(member, element, element.name(), value);
    } else if (element.item().isEmpty()) {
      ((List<?>) value).forEach(entry -> one(member, element, element.name(), entry));
    } else {
      open(element.name());
      ((List<?>) value).forEach(entry -> one(member, element, element.item(), entry));
      close(element.name());
    }
  }

  private void one(Shape.Member member, Shape.InElement element, String name, Object value) {
    Shape shape = element.shape();
    open(shape == null ? name : name + type(shape, value));
    if (shape != null) {
      members(shape, value);
    } else {
      text(member.scalar().inDocument(value));
    }
    close(name);
  }

  /** The attribute of an element whose record has one; its values are names, never free text. */
  private static String type(Shape shape, Object record) {
    Shape.Member member = shape.find(Shape.InAttribute.class);
    Object value = member == null ? null : member.of(record);
    if (value == null) {
      return "";
    }
    if (!value.toString().chars().allMatch(Character::isLetterOrDigit)) {
      throw new IllegalStateException("an attribute that is no name");
    }
    return " xmlns:xsi=\"" + TYPES + "\" xsi:type=\"" + value + "\"";
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> character(c);
      }
    }
  }

  private void character(int c) {
    if (c == '\r') {
      out.append("&#13;");
    } else if ((c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF) {
      out.append("&#x").append(Integer.toHexString(c)).append(';');
    } else if (c >= 0xD800 && c <= 0xDFFF) {
      out.append('\uFFFD'); // half a character; no text that came over the wire has one
    } else {
      out.appendCodePoint(c);
    }
  }
}
