package dev.coffer.server.table;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Operation;

/**
 * An operation that is called by name and the method that does it, authorization included.
 *
 * @param <O> the operation's record
 * @param <R> its answer's
 */
public record RpcServed<O extends Operation<R>, R extends Record>(
    Class<O> operation, Method<O, R> method) {

  /** What a service offers. */
  @FunctionalInterface
  public interface Method<O, R> {
    R apply(Call call, O operation);
  }

  /** The operation's name. */
  public String name() {
    return operation.getSimpleName();
  }
}
