package dev.coffer.wire.codec;

import dev.coffer.wire.http.MalformedMessage;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document into the elements of a shape while it is parsed, so that memory is bounded by
 * what the shape knows and not by what a sender invents.
 *
 * <p>No document type, no entities, at most {@value #MAX_DEPTH} levels and {@value #MAX_ATTRIBUTES}
 * attributes; the caller has capped the size. Children may come in any order, a single one only
 * once. What is not well-formed or does not fit is {@link MalformedMessage}.
 */
final class XmlReader {
  static final int MAX_DEPTH = 32;
  static final int MAX_ATTRIBUTES = 32;

  /** Above what a text may hold: keys have at most 1,024 bytes. */
  private static final int MAX_EQUALS = 4096;

  /** Decides about an element that the shape lacks: refuses it, or returns and it is skipped. */
  @FunctionalInterface
  interface Strangers {
    void met(String path);
  }

  private final XMLStreamReader xml;
  private final boolean strict;
  private final String namespace;
  private final Strangers strangers;

  private XmlReader(XMLStreamReader xml, boolean strict, String namespace, Strangers strangers) {
    this.xml = xml;
    this.strict = strict;
    this.namespace = namespace;
    this.strangers = strangers;
  }

  /** Reads what a client sent. */
  static Map<Shape.Member, Object> request(byte[] document, Shape shape, Strangers strangers) {
    return read(document, shape, true, strangers);
  }

  /** Reads what a server answered: members that we do not know yet and namespaces are skipped. */
  static Map<Shape.Member, Object> answer(byte[] document, Shape shape) {
    return read(document, shape, false, path -> {});
  }

  private static Map<Shape.Member, Object> read(
      byte[] document, Shape shape, boolean strict, Strangers strangers) {
    try {
      return new XmlReader(open(document), strict, shape.namespace(), strangers).document(shape);
    } catch (XMLStreamException e) {
      throw new MalformedMessage("not well-formed", e);
    }
  }

  /**
   * A parser at the beginning of the document, which is UTF-8, or UTF-16 with a byte order mark.
   *
   * <p>The bytes are decoded here, since the parser also prints what it cannot decode. Its own
   * limit does not count namespace declarations, of which 100,000 take it seconds; so equals signs
   * behind one bracket are counted before it sees anything. Of a character that no document may
   * have it fails to say so within a document type, so it sees none.
   */
  static XMLStreamReader open(byte[] document) throws XMLStreamException {
    boolean wide = document.length >= 2 && (document[0] & document[1] & 0xFE) == 0xFE;
    String text = decode(document, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    requireCharacters(text);
    requireFewEquals(text);
    int mark = text.startsWith("\uFEFF") ? 1 : 0;
    XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text.substring(mark)));
    String declared = xml.getCharacterEncodingScheme();
    if (declared != null
        && !declared.toUpperCase(Locale.ROOT).startsWith(wide ? "UTF-16" : "UTF-8")) {
      throw new MalformedMessage("another encoding");
    }
    return xml;
  }

  private static String decode(byte[] document, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("not " + charset, e);
    }
  }

  private static void requireCharacters(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = c == '\t' || c == '\n' || c == '\r';
      if ((c < ' ' && !blank) || c >= '\uFFFE') {
        throw new MalformedMessage("a character that XML does not have");
      }
    }
  }

  private static void requireFewEquals(String text) {
    int equals = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      equals = c == '<' ? 0 : c == '=' ? equals + 1 : equals;
      if (equals > MAX_EQUALS) {
        throw new MalformedMessage("too many attributes");
      }
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty("jdk.xml.elementAttributeLimit", String.valueOf(MAX_ATTRIBUTES));
    factory.setProperty("jdk.xml.maxElementDepth", String.valueOf(MAX_DEPTH));
    factory.setProperty("jdk.xml.entityExpansionLimit", "1");
    factory.setProperty("jdk.xml.maxXMLNameLimit", "256");
    return factory;
  }

  private Map<Shape.Member, Object> document(Shape shape) throws XMLStreamException {
    int event = xml.next();
    while (event != XMLStreamConstants.START_ELEMENT) {
      blank(event);
      event = xml.next();
    }
    begin(shape);
    if (!xml.getLocalName().equals(shape.root())) {
      throw new MalformedMessage("another root element");
    }
    Map<Shape.Member, Object> content = content(shape, "", 1);
    while (xml.hasNext()) {
      blank(xml.next());
    }
    return content;
  }

  private static void blank(int event) {
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new MalformedMessage("document types and entities are not allowed");
    }
  }

  /** At the start of an element; one without members, or an unknown one, has no shape. */
  private void begin(@Nullable Shape shape) {
    if (xml.getNamespaceCount() > MAX_ATTRIBUTES) {
      throw new MalformedMessage("too many namespaces");
    }
    String said = xml.getNamespaceURI();
    boolean known = said == null || said.isEmpty() || said.equals(namespace);
    if (strict && (!known || xml.getAttributeCount() > attributes(shape))) {
      throw new MalformedMessage("another namespace or an attribute");
    }
  }

  private int attributes(@Nullable Shape shape) {
    boolean typed = shape != null && shape.find(Shape.InAttribute.class) != null;
    return typed && xml.getAttributeValue(XmlWriter.TYPES, "type") != null ? 1 : 0;
  }

  private Map<Shape.Member, Object> content(Shape shape, String path, int depth)
      throws XMLStreamException {
    var values = new IdentityHashMap<Shape.Member, Object>();
    Shape.Member type = shape.find(Shape.InAttribute.class);
    if (type != null) {
      values.put(type, xml.getAttributeValue(XmlWriter.TYPES, "type"));
    }
    var text = new StringBuilder();
    for (int event = next(depth); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        child(shape, path, depth, values);
      } else {
        append(text, event);
      }
    }
    text(shape, text, values);
    return values;
  }

  private int next(int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new MalformedMessage("too deep");
    }
    return xml.next();
  }

  private void child(Shape shape, String path, int depth, Map<Shape.Member, Object> values)
      throws XMLStreamException {
    String name = xml.getLocalName();
    Shape.Member member = shape.elements().get(name);
    if (member == null || !(member.place() instanceof Shape.InElement element)) {
      begin(null);
      strangers.met(path + name);
      skip(depth + 1);
    } else if (element.list()) {
      begin(element.item().isEmpty() ? element.shape() : null);
      @SuppressWarnings("unchecked")
      var list = (List<Object>) values.computeIfAbsent(member, m -> new ArrayList<>());
      entries(member, element, new At(path + name, depth + 1), list);
    } else if (values.put(member, begunValue(member, element, new At(path + name, depth + 1)))
        != null) {
      throw new MalformedMessage("an element is repeated");
    }
  }

  private Object begunValue(Shape.Member member, Shape.InElement element, At at)
      throws XMLStreamException {
    begin(element.shape());
    return value(member, element, at);
  }

  /** Where the reader is: the path below the root and the depth. */
  private record At(String path, int depth) {}

  private void entries(Shape.Member member, Shape.InElement element, At at, List<Object> list)
      throws XMLStreamException {
    if (element.item().isEmpty()) {
      list.add(value(member, element, at));
      return;
    }
    for (int event = next(at.depth); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        boolean known = xml.getLocalName().equals(element.item());
        begin(known ? element.shape() : null);
        At item = new At(at.path + "/" + xml.getLocalName(), at.depth + 1);
        if (known) {
          list.add(value(member, element, item));
        } else {
          strangers.met(item.path);
          skip(item.depth);
        }
      } else {
        white(event);
      }
    }
  }

  private Object value(Shape.Member member, Shape.InElement element, At at)
      throws XMLStreamException {
    Shape shape = element.shape();
    if (shape == null) {
      return scalar(member.scalar());
    }
    Map<Shape.Member, Object> values = content(shape, at.path + "/", at.depth);
    return shape.make(inner -> required(inner, values.get(inner)));
  }

  private Object scalar(Scalar scalar) throws XMLStreamException {
    var text = new StringBuilder();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        throw new MalformedMessage("an element where text belongs");
      }
      append(text, event);
    }
    return scalar == Scalar.TEXT ? text.toString() : scalar.parse(text.toString().strip());
  }

  private static void text(Shape shape, StringBuilder text, Map<Shape.Member, Object> values) {
    Shape.Member member = shape.find(Shape.InText.class);
    if (member != null) {
      if (!text.isEmpty()) {
        values.put(member, text.toString());
      }
    } else if (!text.toString().isBlank()) {
      throw new MalformedMessage("text where elements belong");
    }
  }

  private void append(StringBuilder text, int event) {
    blank(event);
    if (event == XMLStreamConstants.CHARACTERS
        || event == XMLStreamConstants.CDATA
        || event == XMLStreamConstants.SPACE) {
      text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
    }
  }

  private void white(int event) {
    var text = new StringBuilder();
    append(text, event);
    if (!text.toString().isBlank()) {
      throw new MalformedMessage("text where elements belong");
    }
  }

  private void skip(int depth) throws XMLStreamException {
    for (int event = next(depth); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      blank(event);
      if (event == XMLStreamConstants.START_ELEMENT) {
        skip(depth + 1);
      }
    }
  }

  /** The value of a member as its record takes it: absent lists are empty. */
  static @Nullable Object required(Shape.Member member, @Nullable Object value) {
    if (value != null || member.nullable()) {
      return value;
    }
    if (member.place() instanceof Shape.InElement element && element.list()) {
      return List.of();
    }
    throw new MalformedMessage("a mandatory member is absent: " + member.name());
  }
}
