package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Document;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.s3.Address;
import dev.coffer.wire.s3.S3Error;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operations to messages and back, for the server and for the client, by what the records say about
 * themselves.
 *
 * <p>Stateless and safe for any number of threads; record classes are reflected once. Bodies are
 * streamed, or read when their {@link Document} is asked.
 */
public final class Codec {
  private static final Codec S3 = new Codec(Model.s3());
  private static final Codec CONTROL = new Codec(Model.control());

  private final Model model;

  public Codec(Model model) {
    this.model = model;
  }

  /** The codec of S3. */
  public static Codec s3() {
    return S3;
  }

  /** The codec of S3 Control. */
  public static Codec control() {
    return CONTROL;
  }

  /**
   * Reads a request that was routed to the operation. The body is not touched.
   *
   * @throws dev.coffer.wire.s3.S3Exception when a header or query parameter does not decode
   */
  public <O extends Operation<?>> O decode(Class<O> operation, Request request, Address address) {
    Facts facts = model.of(operation);
    Shape shape = Shape.of(operation);
    var incoming = new Incoming(facts, shape, request, address);
    return operation.cast(shape.make(incoming::value));
  }

  /** Writes an answer with the operation's status, or the one that the output names itself. */
  public Response encode(Class<? extends Operation<?>> operation, Record output) {
    Http http = http(operation);
    Shape shape = Shape.of(output.getClass());
    var headers = Headers.builder();
    Outgoing.headers(shape, output, headers);
    Body body = http.method().equals("HEAD") ? Body.empty() : Outgoing.body(shape, output, headers);
    return new Response(Outgoing.status(shape, output, http.status()), headers.build(), body);
  }

  /** An answer that is a document and nothing else. */
  public static Response document(int status, Record document) {
    var headers = Headers.builder();
    Body body = Outgoing.body(Shape.of(document.getClass()), document, headers);
    return new Response(status, headers.build(), body);
  }

  /**
   * Reads a document that does not travel as a body.
   *
   * @throws dev.coffer.wire.s3.S3Exception MalformedXML
   */
  public static <T extends Record> T readDocument(Class<T> type, byte[] document) {
    Shape shape = Shape.of(type);
    try {
      Map<Shape.Member, Object> values = XmlReader.request(document, shape, path -> unknown());
      return type.cast(shape.make(member -> XmlReader.required(member, values.get(member))));
    } catch (MalformedMessage _) {
      throw S3Error.MalformedXML.refusal();
    }
  }

  private static void unknown() {
    throw new MalformedMessage("an unknown element");
  }

  /** Writes a request; its path is bucket and key, percent-coded, the key's slashes kept. */
  public Request encodeRequest(Operation<?> operation) {
    Http http = http(operation.getClass());
    Shape shape = Shape.of(operation.getClass());
    var headers = Headers.builder();
    Outgoing.headers(shape, operation, headers);
    Body body = Outgoing.body(shape, operation, headers);
    return new Request(
        http.method(),
        Outgoing.path(shape, operation, http.on()),
        Outgoing.query(shape, operation, http.selectors()),
        headers.build(),
        body,
        Request.Peer.LOCAL);
  }

  /**
   * Reads a successful answer.
   *
   * @throws MalformedMessage when it does not decode
   */
  public <T extends Record> T decodeResponse(Class<T> output, Response response) {
    Shape shape = Shape.of(output);
    return output.cast(shape.make(new Answered(shape, response)::value));
  }

  private static Http http(Class<?> operation) {
    Http http = operation.getAnnotation(Http.class);
    if (http == null) {
      throw new IllegalStateException("not an operation: " + operation);
    }
    return http;
  }

  /** A missing member of a request, as Amazon names it. */
  static @Nullable Object present(Shape.Member member, @Nullable Object value) {
    if (value != null || member.nullable()) {
      return value;
    }
    throw switch (member.place()) {
      case Shape.InHeader header ->
          S3Error.InvalidRequest.because(
                  "Missing required header for this request: " + header.name())
              .with("Header", header.name());
      case Shape.InQuery query ->
          S3Error.InvalidArgument.because("Missing required parameter: " + query.name())
              .with("ArgumentName", query.name());
      case Shape.InPath path -> S3Error.InvalidURI.refusal();
      case Shape.InHeaders h -> bug(member);
      case Shape.InGroup g -> bug(member);
      case Shape.InStream s -> bug(member);
      case Shape.InDocument d -> bug(member);
      case Shape.InStatus s -> bug(member);
      case Shape.InText t -> bug(member);
      case Shape.InAttribute a -> bug(member);
      case Shape.InElement e -> bug(member);
    };
  }

  private static RuntimeException bug(Shape.Member member) {
    return new IllegalStateException("absent " + member.name());
  }
}
