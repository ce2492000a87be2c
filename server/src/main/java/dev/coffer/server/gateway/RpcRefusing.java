package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Headers;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.JsonError;
import dev.coffer.wire.rpc.QueryError;
import dev.coffer.wire.rpc.RpcException;

/** Refusals as the service writes them whose operation was called. */
record RpcRefusing(RpcCodec codec) implements Refusing {
  @Override
  public Response answer(Exchange exchange, Failure kind, Exception cause) {
    Response response = codec.refusal(refusal(kind, cause), exchange.id());
    return response.status() == 503 ? later(response) : response;
  }

  private static Response later(Response response) {
    Headers headers = response.headers().toBuilder().set("Retry-After", "10").build();
    return new Response(response.status(), headers, response.body());
  }

  private RpcException refusal(Failure kind, Exception cause) {
    return switch (kind) {
      case REFUSAL -> cause instanceof RpcException own ? own : internal(codec.service());
      case MALFORMED -> malformed(codec.service());
      case UNAVAILABLE, FULL -> unavailable(codec.service());
      case DAMAGED, DEFECT -> internal(codec.service());
    };
  }

  /** What everybody is told while the root key is not at hand. */
  static RpcException sealed(Rpc.Service service) {
    String text = "The store is sealed.";
    return switch (service) {
      case IAM, STS -> QueryError.ServiceUnavailable.because(text);
      case KMS, ADMIN -> JsonError.ServiceUnavailable.because(text);
    };
  }

  private static RpcException malformed(Rpc.Service service) {
    return switch (service) {
      case IAM, STS -> QueryError.MalformedInput.refusal();
      case KMS, ADMIN -> JsonError.SerializationException.refusal();
    };
  }

  private static RpcException unavailable(Rpc.Service service) {
    return switch (service) {
      case IAM, STS -> QueryError.ServiceUnavailable.refusal();
      case KMS -> JsonError.KMSInternalException.refusal();
      case ADMIN -> JsonError.ServiceUnavailable.refusal();
    };
  }

  private static RpcException internal(Rpc.Service service) {
    return switch (service) {
      case IAM -> QueryError.ServiceFailure.refusal();
      case STS -> QueryError.InternalFailure.refusal();
      case KMS -> JsonError.KMSInternalException.refusal();
      case ADMIN -> JsonError.InternalFailure.refusal();
    };
  }
}
