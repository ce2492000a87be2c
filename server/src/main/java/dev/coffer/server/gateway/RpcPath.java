package dev.coffer.server.gateway;

import dev.coffer.iam.auth.Authenticated;
import dev.coffer.iam.auth.Authenticator;
import dev.coffer.iam.auth.Call;
import dev.coffer.iam.auth.SessionScope;
import dev.coffer.iam.policy.ConditionKeys;
import dev.coffer.server.table.RpcServed;
import dev.coffer.server.table.RpcTable;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.Invocation;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Body;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.RpcException;
import dev.coffer.wire.s3.S3Exception;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The way of a call by name: authenticate, which reads the body, then decode, do, encode. The
 * services authorize, since what a call is about follows from what they look up.
 *
 * <p>A body is read once a known key claims it, up to {@value #MAX_FORM_BYTES} bytes of a form (a
 * policy of a megabyte, percent-coded, must be refused by IAM itself) and {@value #MAX_JSON_BYTES}
 * of JSON.
 */
public final class RpcPath {
  private static final int MAX_FORM_BYTES = 4 << 20;
  private static final int MAX_JSON_BYTES = 1 << 20;

  private final Authenticator authenticator;
  private final Map<Rpc.Service, RpcTable> tables = new EnumMap<>(Rpc.Service.class);
  private final String region;

  /** Wires the path; a service without a table serves nothing. */
  public RpcPath(Authenticator authenticator, List<RpcTable> tables, String region) {
    this.authenticator = authenticator;
    for (Rpc.Service service : Rpc.Service.values()) {
      this.tables.put(service, new RpcTable(service));
    }
    tables.forEach(table -> this.tables.put(table.service(), table));
    this.region = region;
  }

  /** Serves, or throws what {@link Answers} makes an answer of. */
  Response answer(Exchange exchange, RpcCodec codec, Request request) throws IOException {
    exchange.operation(codec.service().signingName() + ":-");
    Authenticated verified = authenticated(codec.service(), request);
    exchange.caller(verified.caller());
    Invocation invocation = codec.read(request, verified.request().body().stream().readAllBytes());
    exchange.operation(invocation.qualified());
    RpcTable table = tables.getOrDefault(codec.service(), new RpcTable(codec.service()));
    ConditionKeys keys = Circumstances.of(verified.keys(), request, exchange.start(), region);
    var call = new Call(verified.caller(), keys, exchange.id());
    SessionScope.require(call, codec.service());
    return table
        .find(invocation.operation())
        .map(served -> serve(codec, invocation, served, table.unread(), call))
        .orElseThrow(() -> unserved(codec, invocation, table.unread(), call));
  }

  private static <O extends Operation<R>, R extends Record> Response serve(
      RpcCodec codec,
      Invocation invocation,
      RpcServed<O, R> served,
      RpcTable.Unread unread,
      Call call) {
    O operation = decoded(codec, invocation, served, unread, call);
    R output = served.method().apply(call, operation);
    return codec.answer(served.name(), output, call.requestId());
  }

  private static <O extends Operation<R>, R extends Record> O decoded(
      RpcCodec codec,
      Invocation invocation,
      RpcServed<O, R> served,
      RpcTable.Unread unread,
      Call call) {
    try {
      return codec.decode(served.operation(), invocation);
    } catch (RpcException refusal) {
      unread.refused(call, served.name(), refusal);
      throw refusal;
    }
  }

  private static RpcException unserved(
      RpcCodec codec, Invocation invocation, RpcTable.Unread unread, Call call) {
    RpcException refusal = codec.unserved(invocation);
    unread.refused(call, invocation.operation(), refusal);
    return refusal;
  }

  private Authenticated authenticated(Rpc.Service service, Request request) throws IOException {
    var unproved = new Unproved(service);
    try {
      return authenticator
          .authenticate(request, service, () -> whole(request.body(), unproved))
          .orElseThrow(unproved::nobody);
    } catch (S3Exception refusal) {
      throw unproved.of(refusal);
    }
  }

  private static byte[] whole(Body body, Unproved unproved) throws IOException {
    int limit =
        switch (unproved.service()) {
          case IAM, STS -> MAX_FORM_BYTES;
          case KMS, ADMIN -> MAX_JSON_BYTES;
        };
    if (body.sizeBytes() > limit) {
      throw unproved.tooLarge();
    }
    byte[] bytes = body.stream().readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw unproved.tooLarge();
    }
    return bytes;
  }
}
