package dev.coffer.server.table;

import dev.coffer.iam.auth.Caller;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import java.io.IOException;

/**
 * An operation and the method that does it.
 *
 * @param <O> the operation's record
 * @param <R> its answer's
 */
public record Served<O extends Operation<R>, R extends Record>(
    Class<O> operation, Method<O, R> method) {

  /** What a room of the store offers. */
  @FunctionalInterface
  public interface Method<O, R> {
    R apply(Caller caller, O operation) throws IOException;
  }

  /** The first of the actions that the caller needs. */
  public String action() {
    return http().action()[0];
  }

  /** What the operation is addressed to. */
  public Http.On on() {
    return http().on();
  }

  private Http http() {
    Http http = operation.getAnnotation(Http.class);
    if (http == null) {
      throw new IllegalStateException(operation + " does not say how it travels");
    }
    return http;
  }
}
