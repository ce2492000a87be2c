package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Query;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.QueryError;
import dev.coffer.wire.rpc.RpcException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The query protocol of IAM and STS: forms with an {@code Action}, answers in XML. The parameters
 * stand in the body, or in the query of a request without one.
 */
public final class QueryCodec implements RpcCodec {
  static final String ACTION = "Action";
  static final String VERSION = "Version";

  private static final int MAX_PARAMETERS = 4096;

  /**
   * Operations whose answer has no member in Amazon's model and yet its element, without which
   * Amazon's Go SDK takes the answer for broken.
   */
  private static final Set<String> EMPTY_RESULTS = Set.of("UpdateRole");

  private static final QueryCodec IAM =
      new QueryCodec(Rpc.Service.IAM, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/");
  private static final QueryCodec STS =
      new QueryCodec(Rpc.Service.STS, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/");

  private final Rpc.Service service;
  private final RpcFacts facts;
  private final String version;
  private final String namespace;

  private QueryCodec(Rpc.Service service, String version, String namespace) {
    this.service = service;
    this.facts = RpcFacts.of(service);
    this.version = version;
    this.namespace = namespace;
  }

  static QueryCodec of(Rpc.Service service) {
    return service == Rpc.Service.IAM ? IAM : STS;
  }

  @Override
  public Rpc.Service service() {
    return service;
  }

  @Override
  public Invocation read(Request request, byte[] body) {
    Query form = form(request, body);
    String action = single(form, ACTION);
    String asked = single(form, VERSION);
    if (action.isEmpty()) {
      throw QueryError.MissingAction.refusal();
    }
    if (!asked.equals(version) || facts.find(action).isEmpty()) {
      throw QueryError.InvalidAction.because(
          "Could not find operation "
              + shown(action)
              + " for version "
              + (asked.isEmpty() ? "NO_VERSION_SPECIFIED" : shown(asked)));
    }
    return new Invocation(service, action, () -> FormTree.of(form));
  }

  /** Parameters in two places would leave open which of them count. */
  private static Query form(Request request, byte[] body) {
    try {
      Query query = request.query();
      if (body.length == 0) {
        return query;
      }
      if (query.parameters().stream().anyMatch(p -> !p.name().startsWith("X-Amz-"))) {
        throw QueryError.MalformedInput.because(
            "The parameters stand in the query or in the body, not in both.");
      }
      return Query.parse(text(body));
    } catch (MalformedMessage e) {
      throw QueryError.MalformedInput.refusal();
    }
  }

  private static String text(byte[] body) {
    int parameters = 1;
    for (byte b : body) {
      parameters += b == '&' ? 1 : 0;
    }
    if (parameters > MAX_PARAMETERS) {
      throw QueryError.MalformedInput.because("There are too many parameters.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("not UTF-8", e);
    }
  }

  private static String single(Query form, String name) {
    List<String> values =
        form.parameters().stream()
            .filter(parameter -> parameter.name().equals(name))
            .map(Query.Parameter::value)
            .toList();
    if (values.size() > 1) {
      throw QueryError.MalformedInput.because("The parameter " + name + " is given twice.");
    }
    return values.isEmpty() ? "" : values.getFirst();
  }

  private static String shown(String text) {
    return text.length() > 128 ? text.substring(0, 128) : text;
  }

  @Override
  public <O extends Operation<?>> O decode(Class<O> operation, Invocation invocation) {
    RpcFacts.Operation known =
        facts
            .find(invocation.operation())
            .orElseThrow(() -> new IllegalStateException("not known: " + invocation.operation()));
    return new Binder(FormDialect.FORM, known).operation(operation, invocation.arguments());
  }

  @Override
  public RpcException unserved(Invocation invocation) {
    return QueryError.NotImplemented.because(
        "The operation " + invocation.operation() + " is not implemented");
  }

  @Override
  public Response answer(String operation, Record output, String requestId) {
    var xml = new XmlWriter().open(operation + "Response xmlns=\"" + namespace + "\"");
    Struct struct = Struct.of(output.getClass());
    if (!struct.fields().isEmpty() || EMPTY_RESULTS.contains(operation)) {
      xml.open(operation + "Result");
      new XmlText(xml).members(struct, output);
      xml.close(operation + "Result");
    }
    xml.open("ResponseMetadata").element("RequestId", requestId).close("ResponseMetadata");
    return response(200, xml.close(operation + "Response").bytes(), requestId);
  }

  @Override
  public Response refusal(RpcException refusal, String requestId) {
    String text = refusal.text();
    var xml = new XmlWriter().open("ErrorResponse xmlns=\"" + namespace + "\"").open("Error");
    xml.element("Type", refusal.status() < 500 ? "Sender" : "Receiver");
    xml.element("Code", refusal.code()).element("Message", text == null ? "" : text);
    xml.close("Error").element("RequestId", requestId).close("ErrorResponse");
    return response(refusal.status(), xml.bytes(), requestId);
  }

  private static Response response(int status, byte[] xml, String requestId) {
    Headers headers = Headers.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId);
    return new Response(status, headers, Body.of(xml));
  }
}
