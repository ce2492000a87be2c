package dev.coffer.wire.codec;

import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.http.Request;
import dev.coffer.wire.http.Response;
import dev.coffer.wire.rpc.RpcException;

/**
 * The messages of a service whose operations are called by name. Stateless and safe for any number
 * of threads.
 */
public sealed interface RpcCodec permits QueryCodec, JsonCodec {
  /** The codec of a service. */
  static RpcCodec of(Rpc.Service service) {
    return switch (service) {
      case IAM, STS -> QueryCodec.of(service);
      case KMS -> JsonCodec.kms();
      case ADMIN -> JsonCodec.admin();
    };
  }

  /** Whose messages these are. */
  Rpc.Service service();

  /**
   * Which operation is called.
   *
   * @param body of the request, whole
   * @throws RpcException when it names none, or one that nobody knows
   */
  Invocation read(Request request, byte[] body);

  /**
   * The operation with its arguments, every constraint satisfied.
   *
   * @throws RpcException when it does not decode, breaks constraints, or asks for what the record
   *     does not bind
   */
  <O extends Operation<?>> O decode(Class<O> operation, Invocation invocation);

  /** The refusal of an operation that is known and not served. */
  RpcException unserved(Invocation invocation);

  /** A successful answer. */
  Response answer(String operation, Record output, String requestId);

  /** A refusal as an answer. */
  Response refusal(RpcException refusal, String requestId);
}
