package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.MalformedMessage;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.JsonError;
import dev.coffer.wire.rpc.RpcException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON 1.1 as the key service and our administration speak it (spec/kms.md §1): the operation in
 * {@code X-Amz-Target}, its members in an object. Also writes requests and reads answers, for
 * clients.
 */
public final class JsonCodec implements RpcCodec {
  /** The header that names the operation. */
  public static final String TARGET = "X-Amz-Target";

  public static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,64}");
  private static final JsonCodec KMS =
      new JsonCodec(Rpc.Service.KMS, "TrentService.", new JsonDialect(false));
  private static final JsonCodec ADMIN =
      new JsonCodec(Rpc.Service.ADMIN, "CofferAdmin.", new JsonDialect(true));

  private final Rpc.Service service;
  private final RpcFacts facts;
  private final String prefix;
  private final JsonDialect dialect;

  private JsonCodec(Rpc.Service service, String prefix, JsonDialect dialect) {
    this.service = service;
    this.facts = RpcFacts.of(service);
    this.prefix = prefix;
    this.dialect = dialect;
  }

  /** The codec of the key service. */
  public static JsonCodec kms() {
    return KMS;
  }

  /** The codec of the administration. */
  public static JsonCodec admin() {
    return ADMIN;
  }

  @Override
  public Rpc.Service service() {
    return service;
  }

  /** Whether a target is one of this service's. */
  public boolean owns(String target) {
    return target.startsWith(prefix);
  }

  @Override
  public Invocation read(Request request, byte[] body) {
    List<String> targets = request.headers().all(TARGET);
    String target = targets.size() == 1 ? targets.getFirst() : "";
    String name = owns(target) ? target.substring(prefix.length()) : "";
    boolean known = service == Rpc.Service.ADMIN || facts.find(name).isPresent();
    if (!request.method().equals("POST") || !NAME.matcher(name).matches() || !known) {
      throw JsonError.UnknownOperationException.refusal();
    }
    return new Invocation(service, name, () -> arguments(body));
  }

  private static Given.Members arguments(byte[] body) {
    try {
      return JsonTree.read(body);
    } catch (MalformedMessage e) {
      throw JsonDialect.malformed(e);
    }
  }

  @Override
  public <O extends Operation<?>> O decode(Class<O> operation, Invocation invocation) {
    RpcFacts.Operation known =
        facts
            .find(invocation.operation())
            .orElseGet(() -> new RpcFacts.Operation(invocation.operation(), List.of(), List.of()));
    return new Binder(dialect, known).operation(operation, invocation.arguments());
  }

  @Override
  public RpcException unserved(Invocation invocation) {
    return service == Rpc.Service.ADMIN
        ? JsonError.UnknownOperationException.refusal()
        : JsonError.UnsupportedOperationException.because(
            "The operation " + invocation.operation() + " is not implemented");
  }

  @Override
  public Response answer(String operation, Record output, String requestId) {
    boolean nothing = Struct.of(output.getClass()).fields().isEmpty();
    byte[] body = nothing && service == Rpc.Service.KMS ? new byte[0] : encode(output);
    return response(200, headers(requestId), body);
  }

  @Override
  public Response refusal(RpcException refusal, String requestId) {
    var members = new LinkedHashMap<String, String>();
    members.put("__type", refusal.code());
    String text = refusal.text();
    if (text != null) {
      members.put("message", text);
    }
    Headers headers =
        headers(requestId).toBuilder().set("x-amzn-ErrorType", refusal.code()).build();
    return response(refusal.status(), headers, JsonText.write(members));
  }

  private static Headers headers(String requestId) {
    return Headers.of("Content-Type", CONTENT_TYPE, "x-amzn-RequestId", requestId);
  }

  private static Response response(int status, Headers headers, byte[] body) {
    return new Response(status, headers, Body.of(body));
  }

  // ---- for clients

  /** The value of {@link #TARGET} for an operation. */
  public String target(Class<? extends Operation<?>> operation) {
    return prefix + operation.getSimpleName();
  }

  /** An operation or an answer as JSON. */
  public byte[] encode(Record value) {
    return JsonText.write(dialect, value);
  }

  /**
   * Reads a successful answer; members that the record does not bind are left aside.
   *
   * @throws MalformedMessage when it does not decode
   */
  public <T extends Record> T decodeAnswer(Class<T> output, byte[] body) {
    var facts = new RpcFacts.Operation(output.getSimpleName(), List.of(), List.of());
    try {
      Dialect answers = new AnswerDialect(dialect);
      return output.cast(new Binder(answers, facts).top(output, JsonTree.read(body)));
    } catch (RpcException e) {
      throw new MalformedMessage("an answer that does not decode", e);
    }
  }

  /**
   * Reads a refusal. One that is not JSON keeps only its status.
   *
   * @param status of the answer
   */
  public RpcException decodeRefusal(int status, byte[] body) {
    try {
      var members = JsonTree.read(body).values();
      String type = text(members.get("__type"), "status " + status);
      String text = text(members.get("message"), "");
      int hash = type.indexOf('#');
      String code = hash < 0 ? type : type.substring(hash + 1);
      return new RpcException(code, status, text.isEmpty() ? null : text);
    } catch (MalformedMessage e) {
      return new RpcException("status " + status, status, null);
    }
  }

  private static String text(@Nullable Given given, String otherwise) {
    return given instanceof Given.Text(String value) ? value : otherwise;
  }
}
