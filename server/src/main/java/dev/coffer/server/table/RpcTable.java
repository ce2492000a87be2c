package dev.coffer.server.table;

import dev.coffer.iam.auth.Call;
import dev.coffer.wire.binding.Operation;
import dev.coffer.wire.binding.Rpc;
import dev.coffer.wire.rpc.RpcException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The operations of one service that are served; the others are refused by name. */
public final class RpcTable {
  private final Rpc.Service service;
  private final Map<String, RpcServed<?, ?>> served = new LinkedHashMap<>();
  private Unread unread = (call, operation, refusal) -> {};

  /** A table in which nothing is served yet. */
  public RpcTable(Rpc.Service service) {
    this.service = service;
  }

  /** Serves an operation of this service, once. */
  public <O extends Operation<R>, R extends Record> RpcTable serve(
      Class<O> operation, RpcServed.Method<O, R> method) {
    Rpc rpc = operation.getAnnotation(Rpc.class);
    if (rpc == null || rpc.service() != service) {
      throw new IllegalStateException("not an operation of " + service + ": " + operation);
    }
    var entry = new RpcServed<>(operation, method);
    if (served.putIfAbsent(entry.name(), entry) != null) {
      throw new IllegalStateException("served twice: " + operation);
    }
    return this;
  }

  /** Who is told of calls that were refused before the service could see them. */
  @FunctionalInterface
  public interface Unread {
    /** Called before the refusal is answered; what it throws is answered instead. */
    void refused(Call call, String operation, RpcException refusal);
  }

  /** Tells of calls whose message does not decode, and of those that are not served. */
  public RpcTable unread(Unread told) {
    this.unread = told;
    return this;
  }

  public Unread unread() {
    return unread;
  }

  public Rpc.Service service() {
    return service;
  }

  /** The operation of that name, if it is served. */
  public Optional<RpcServed<?, ?>> find(String operation) {
    return Optional.ofNullable(served.get(operation));
  }

  /** All that are served. */
  public Collection<RpcServed<?, ?>> all() {
    return served.values();
  }
}
