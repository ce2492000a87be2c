package dev.coffer.server.table;

import dev.coffer.iam.auth.Call;
import dev.coffer.iam.policy.Rights;
import dev.coffer.wire.binding.Directory;
import dev.coffer.wire.binding.Http;
import dev.coffer.wire.binding.Operation;
import java.io.IOException;
import java.util.Optional;

/**
 * An operation and the method that does it.
 *
 * @param <O> the operation's record
 * @param <R> its answer's
 */
public record Served<O extends Operation<R>, R extends Record>(
    Class<O> operation, PerItem<O, R> method) {

  /** An operation whose method need not ask who may. */
  public Served(Class<O> operation, Method<O, R> method) {
    this(operation, (call, rights, asked) -> method.apply(call, asked));
  }

  /** What a room of the store offers. */
  @FunctionalInterface
  public interface Method<O, R> {
    R apply(Call call, O operation) throws IOException;
  }

  /** What a room offers that asks for each item whether the caller may. */
  @FunctionalInterface
  public interface PerItem<O, R> {
    R apply(Call call, Rights rights, O operation) throws IOException;
  }

  /** How it is served for directory buckets; empty when it is not. */
  public Optional<Directory> directory() {
    return Optional.ofNullable(operation.getAnnotation(Directory.class));
  }

  /** Whether it is served for other buckets than directory buckets. */
  public boolean generalPurpose() {
    return !http().action()[0].startsWith("s3express:");
  }

  /** What the operation's record says of itself, the actions that its caller needs among it. */
  public Http http() {
    Http http = operation.getAnnotation(Http.class);
    if (http == null) {
      throw new IllegalStateException(operation + " does not say how it travels");
    }
    return http;
  }
}
