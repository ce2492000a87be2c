package dev.coffer.wire.codec;

import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.S3Exception;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A refusal on the wire: an {@code Error} document without namespace, the code and text first, then
 * what belongs to the error, then who answered. Source: spec/encryption.md R1, R2.
 *
 * @param code kept as it came, since a client may meet codes that we never send
 * @param headers what the answer carries besides the usual, also where there is no document
 */
public record ErrorDocument(
    int status,
    String code,
    String message,
    Map<String, String> elements,
    String requestId,
    String hostId,
    Map<String, String> headers) {
  private static final String ROOT = "Error";

  public ErrorDocument {
    elements = new LinkedHashMap<>(elements);
    headers = new LinkedHashMap<>(headers);
  }

  /** A document without headers of its own, as one that was read. */
  public ErrorDocument(
      int status,
      String code,
      String message,
      Map<String, String> elements,
      String requestId,
      String hostId) {
    this(status, code, message, elements, requestId, hostId, Map.of());
  }

  public static ErrorDocument of(S3Exception refusal, String requestId, String hostId) {
    return new ErrorDocument(
        refusal.error().status(),
        refusal.error().code(),
        refusal.text(),
        refusal.elements(),
        requestId,
        hostId,
        refusal.headers());
  }

  /** The answer; without a body to HEAD and where the status forbids one. */
  public Response response(String method) {
    var fields = Headers.builder();
    headers.forEach(fields::add);
    if (method.equals("HEAD") || status == 304) {
      return new Response(status, fields.build(), Body.empty());
    }
    fields.set("Content-Type", "application/xml");
    return new Response(status, fields.build(), Body.of(bytes()));
  }

  /** The answer as S3 Control gives it: the document within another. */
  public Response wrapped() {
    byte[] document =
        new XmlWriter()
            .open("ErrorResponse")
            .open(ROOT)
            .element("Code", code)
            .element("Message", message)
            .close(ROOT)
            .element("RequestId", requestId)
            .element("HostId", hostId)
            .close("ErrorResponse")
            .bytes();
    return new Response(status, Headers.of("Content-Type", "application/xml"), Body.of(document));
  }

  /** The document; also for an error behind a status 200 that was sent long ago. */
  public byte[] bytes() {
    var xml = new XmlWriter().open(ROOT).element("Code", code).element("Message", message);
    elements.forEach(xml::element);
    return xml.element("RequestId", requestId).element("HostId", hostId).close(ROOT).bytes();
  }

  /** Reads an answer that is not a success; one without a document keeps only its status. */
  public static ErrorDocument read(Response response) {
    byte[] bytes = Answered.bytes(response);
    return find(response.status(), bytes)
        .orElseGet(() -> bare(response.status(), response.headers()));
  }

  private static ErrorDocument bare(int status, Headers headers) {
    return new ErrorDocument(
        status,
        String.valueOf(status),
        "",
        Map.of(),
        headers.first("x-amz-request-id").orElse(""),
        headers.first("x-amz-id-2").orElse(""));
  }

  /**
   * Whether the bytes are an error, as CopyObject and CompleteMultipartUpload may send behind 200.
   */
  public static Optional<ErrorDocument> find(int status, byte[] bytes) {
    try {
      XMLStreamReader xml = XmlReader.open(bytes);
      while (xml.hasNext() && xml.next() != XMLStreamConstants.START_ELEMENT) {}
      return xml.isStartElement() && xml.getLocalName().equals(ROOT)
          ? Optional.of(document(status, elements(xml)))
          : Optional.empty();
    } catch (XMLStreamException | MalformedMessage e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> elements(XMLStreamReader xml) throws XMLStreamException {
    var elements = new LinkedHashMap<String, String>();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        elements.putIfAbsent(xml.getLocalName(), text(xml));
      }
    }
    return elements;
  }

  /** The text of an element and of everything below it. */
  private static String text(XMLStreamReader xml) throws XMLStreamException {
    var text = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (xml.hasText()) {
        text.append(xml.getText());
      }
    }
    return text.toString();
  }

  private static ErrorDocument document(int status, Map<String, String> elements) {
    return new ErrorDocument(
        status,
        removed(elements, "Code"),
        removed(elements, "Message"),
        elements,
        removed(elements, "RequestId"),
        removed(elements, "HostId"));
  }

  private static String removed(Map<String, String> elements, String name) {
    String value = elements.remove(name);
    return value == null ? "" : value;
  }
}
