package dev.coffer.server.gateway;

import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.codec.RpcCodec;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.JsonError;
import dev.coffer.wire.rpc.QueryError;
import dev.coffer.wire.rpc.RpcException;

/** Refusals as the service writes them whose operation was called. */
record RpcRefusing(RpcCodec codec) implements Refusing {
  @Override
  public Response answer(Exchange exchange, Failure kind, Exception cause) {
    return codec.refusal(refusal(kind, cause), exchange.id());
  }

  private RpcException refusal(Failure kind, Exception cause) {
    return switch (kind) {
      case REFUSAL -> cause instanceof RpcException own ? own : internal(codec.service());
      case MALFORMED -> malformed(codec.service());
      case UNAVAILABLE, FULL -> unavailable(codec.service());
      case DAMAGED, DEFECT -> internal(codec.service());
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
